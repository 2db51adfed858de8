"""A table over the topic as it is now, and windows of it."""

import datetime

import pathway as pw

from tell import BROKERS, TOPIC, WINDOW_MS, Work, milliseconds

work = Work()


class Transaction(pw.Schema):
    amount: float
    type: str
    timestamp: str


settings = {"bootstrap.servers": BROKERS, "group.id": "sluice-bench", "auto.offset.reset": "earliest"}
records = pw.io.kafka.read(settings, topic=TOPIC, schema=Transaction, format="json", mode="static")
timed = records.with_columns(time=pw.this.timestamp.dt.strptime("%Y-%m-%d %H:%M:%S"))
window = pw.temporal.tumbling(duration=datetime.timedelta(milliseconds=WINDOW_MS))
result = timed.windowby(timed.time, window=window, instance=timed.type).reduce(
    start=pw.this._pw_window_start,
    type=pw.this._pw_instance,
    count=pw.reducers.count(),
    total=pw.reducers.sum(pw.this.amount),
    average=pw.reducers.avg(pw.this.amount),
)
rows = {}


def changed(key, row, time, is_addition):
    if is_addition:
        rows[key] = row
    elif rows.get(key) == row:
        del rows[key]


pw.io.subscribe(result, on_change=changed)
pw.run(monitoring_level=pw.MonitoringLevel.NONE)
NAMES = ["start", "type", "count", "total", "average"]
found = [[row[name] for name in NAMES] for row in rows.values()]
work.tell("pathway", windows=[[milliseconds(start), *rest] for start, *rest in found])
