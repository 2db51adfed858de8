"""What every peer in Python shares: its options, its clock, and how it tells its answer."""

import datetime
import importlib.metadata
import json
import sys
import time

OPTIONS = json.loads(sys.argv[1])
BROKERS = ",".join(OPTIONS["brokers"])
TOPIC = OPTIONS["topic"]
RECORDS = OPTIONS["records"]
FOLDER = OPTIONS["folder"]
WINDOW_MS = 300_000
UTC = datetime.timezone.utc


def milliseconds(moment):
    """Of a moment, which is in UTC where it does not say; or of a text of one."""
    if isinstance(moment, str):
        moment = datetime.datetime.fromisoformat(moment)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


class Work:
    """The program's own clock: from here to the answer."""

    def __init__(self):
        self.start = time.perf_counter()
        self.seconds = None

    def ended(self):
        """Nothing after this is measured."""
        self.seconds = time.perf_counter() - self.start
        print("MEASURED", flush=True)

    def tell(self, package, **answer):
        if self.seconds is None:
            self.ended()
        version = importlib.metadata.version(package)
        print("RESULT " + json.dumps({**answer, "workSeconds": self.seconds, "version": version}), flush=True)


def consumed():
    """The messages of the topic, by librdkafka told to hurry: batches of ten thousand."""
    from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

    consumer = Consumer(
        {
            "bootstrap.servers": BROKERS,
            "group.id": "sluice-bench",
            "enable.auto.commit": False,
            "queued.min.messages": 1000000,
            "fetch.queue.backoff.ms": 10,
        }
    )
    partitions = consumer.list_topics(TOPIC).topics[TOPIC].partitions
    consumer.assign([TopicPartition(TOPIC, partition, OFFSET_BEGINNING) for partition in partitions])
    left = RECORDS
    while left > 0:
        messages = consumer.consume(10000, 0.1)
        left -= len(messages)
        yield messages
    consumer.close()
