"""Flink SQL over the topic up to its end."""

import os

from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import StreamTableEnvironment

from tell import BROKERS, OPTIONS, TOPIC, Work, milliseconds

environment = StreamExecutionEnvironment.get_execution_environment()
work = Work()
environment.set_parallelism(2)
environment.add_jars("file://" + os.path.join(OPTIONS["jars"], "flink-sql-connector-kafka-5.0.0-2.2.jar"))
tables = StreamTableEnvironment.create(environment)
tables.get_config().set("table.local-time-zone", "UTC")
tables.execute_sql(
    f"""
    CREATE TABLE transactions (
      amount DOUBLE,
      type STRING,
      processing_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
      WATERMARK FOR processing_time AS processing_time - INTERVAL '1' MINUTE
    ) WITH (
      'connector' = 'kafka',
      'topic' = '{TOPIC}',
      'properties.bootstrap.servers' = '{BROKERS}',
      'properties.group.id' = 'sluice-bench',
      'scan.startup.mode' = 'earliest-offset',
      'scan.bounded.mode' = 'latest-offset',
      'format' = 'json'
    )
    """
)
result = tables.execute_sql(
    """
    SELECT CAST(window_start AS STRING), type, COUNT(*), SUM(amount), AVG(amount)
    FROM TABLE(TUMBLE(TABLE transactions, DESCRIPTOR(processing_time), INTERVAL '5' MINUTES))
    GROUP BY window_start, window_end, type
    """
)
with result.collect() as found:
    rows = [list(row) for row in found]
work.tell("apache-flink", windows=[[milliseconds(start), *rest] for start, *rest in rows])
