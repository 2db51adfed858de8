"""By hand: librdkafka, orjson and a dict."""

import orjson

from tell import WINDOW_MS, Work, consumed

work = Work()
groups = {}
loads = orjson.loads
for messages in consumed():
    for message in messages:
        record = loads(message.value())
        _, time_ms = message.timestamp()
        key = (time_ms - time_ms % WINDOW_MS, record["type"])
        group = groups.get(key)
        if group is None:
            groups[key] = [1, record["amount"]]
        else:
            group[0] += 1
            group[1] += record["amount"]
windows = [[start, kind, count, total, total / count] for (start, kind), (count, total) in groups.items()]
work.tell("confluent-kafka", windows=windows)
