"""Counts and sums per five minutes and type over the lines of `sluice read --json`: the independent computation."""
import json
import sys

FIELDS = {"transaction_id": str, "user_id": str, "amount": float, "type": str, "timestamp": str, "location": str}
WINDOW_MS = 300_000
groups = {}


def parsed(value):
    """The record as from_json gives it: no field for malformed text, null for a field of a wrong type."""
    try:
        record = json.loads(value) if value is not None else None
    except ValueError:
        try:
            record, _ = json.JSONDecoder().raw_decode(value.lstrip())  # what follows the object is not read
        except ValueError:
            return {}
    return record if isinstance(record, dict) else {}


for line in sys.stdin:
    record = json.loads(line)
    fields = parsed(record["value"])
    kind = fields.get("type")
    if not isinstance(kind, str):
        kind = None if kind is None else json.dumps(kind, separators=(",", ":"))
    amount = fields.get("amount")
    key = (record["timestampMs"] // WINDOW_MS * WINDOW_MS, kind)
    group = groups.setdefault(key, [0, 0.0])
    group[0] += 1
    if isinstance(amount, (int, float)) and not isinstance(amount, bool):
        group[1] += amount

for (start, kind), (count, total) in groups.items():
    print(json.dumps([start, kind, count, total]))
