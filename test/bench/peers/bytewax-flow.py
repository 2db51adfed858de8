"""A dataflow with windows by event time.

Partitions are read at different paces. Its clock looks at each key as one mixed stream, so only a lateness of more than the
whole span keeps every record.
"""

import datetime

import bytewax.operators as op
import bytewax.operators.windowing as windowing
import orjson
from bytewax.connectors.kafka import KafkaSource
from bytewax.dataflow import Dataflow
from bytewax.testing import TestingSink, run_main
from confluent_kafka import OFFSET_BEGINNING

from tell import TOPIC, UTC, WINDOW_MS, OPTIONS, Work

work = Work()
out = []


def parsed(message):
    record = orjson.loads(message.value)
    return record["type"], (message.timestamp[1], record["amount"])


def added(state, value):
    state[0] += 1
    state[1] += value[1]
    return state


def merged(left, right):
    return [left[0] + right[0], left[1] + right[1]]


EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
clock = windowing.EventClock(
    ts_getter=lambda value: datetime.datetime.fromtimestamp(value[0] / 1000, UTC),
    wait_for_system_duration=datetime.timedelta(days=3650),
)
windower = windowing.TumblingWindower(length=datetime.timedelta(milliseconds=WINDOW_MS), align_to=EPOCH)
flow = Dataflow("bench")
source = KafkaSource(OPTIONS["brokers"], [TOPIC], tail=False, starting_offset=OFFSET_BEGINNING, batch_size=10000)
messages = op.input("in", flow, source)
pairs = op.map("parse", messages, parsed)
windows = windowing.fold_window("sum", pairs, clock, windower, lambda: [0, 0.0], added, merged, ordered=False)
op.output("out", windows.down, TestingSink(out))
run_main(flow)
rows = [[window * WINDOW_MS, kind, count, total, total / count] for kind, (window, (count, total)) in out]
work.tell("bytewax", windows=rows)
