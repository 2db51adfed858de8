"""PySpark's Structured Streaming: the lab's script over all there is.

Options: `tuned` (two shuffle partitions, room for the records, no process for each small file) or as it is shipped; `work`
`aggregate` or `parquet`.
"""

import os
import shutil
import sys
import time

os.environ["TZ"] = "UTC"
time.tzset()
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "spark"))

import gateway  # noqa: E402

from tell import BROKERS, FOLDER, OPTIONS, TOPIC, Work, milliseconds  # noqa: E402

SHIPPED = {
    "spark.master": "local[2]",
    "spark.app.name": "bench",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.local.dir": FOLDER,
    "spark.sql.warehouse.dir": os.path.join(FOLDER, "warehouse"),
}
TUNED = {
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.hadoop.fs.file.impl": "com.globalmentor.apache.hadoop.fs.BareLocalFileSystem",
    "spark.sql.streaming.checkpointFileManagerClass": (
        "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager"
    ),
}


def transactions(spark, F, T):
    fields = ["transaction_id", "user_id", "amount", "type", "timestamp", "location"]
    kinds = [T.DoubleType() if name == "amount" else T.StringType() for name in fields]
    schema = T.StructType([T.StructField(name, kind) for name, kind in zip(fields, kinds)])
    options = {"kafka.bootstrap.servers": BROKERS, "subscribe": TOPIC, "startingOffsets": "earliest"}
    records = spark.readStream.format("kafka").options(**options).load()
    data = F.from_json(F.col("value").cast("string"), schema).alias("data")
    return records.select(data, F.col("timestamp").alias("processing_time")).select("data.*", "processing_time")


def aggregate(spark, F, T, work):
    grouped = transactions(spark, F, T).withWatermark("processing_time", "1 minute")
    grouped = grouped.groupBy(F.window("processing_time", "5 minutes"), "type").agg(
        F.count("*").alias("transaction_count"), F.sum("amount").alias("total_amount"), F.avg("amount").alias("avg_amount")
    )
    query = grouped.writeStream.outputMode("update").format("memory").queryName("windows").trigger(availableNow=True).start()
    query.awaitTermination()
    rows = spark.sql("SELECT window.start, type, transaction_count, total_amount, avg_amount FROM windows").collect()
    work.ended()
    return {"windows": [[milliseconds(start), *rest] for start, *rest in rows]}


def parquet(spark, F, T, work):
    rows = transactions(spark, F, T)
    rows = rows.filter((F.col("amount") > 500) & (F.col("type") == "withdrawal") & (F.col("location") == "online"))
    category = F.when(F.col("amount") < 100, "small").when(F.col("amount") < 500, "medium").otherwise("large")
    path = os.path.join(FOLDER, "out")
    checkpoint = os.path.join(FOLDER, "checkpoint")
    writer = rows.withColumn("amount_category", category).writeStream.outputMode("append").format("parquet")
    writer = writer.option("path", path).option("checkpointLocation", checkpoint)
    writer.trigger(availableNow=True).start().awaitTermination()
    work.ended()
    written, total = spark.read.parquet(path).agg(F.count("*"), F.sum("amount")).first()
    return {"written": {"rows": written, "total": total}}


def main():
    work = Work()
    tuned = OPTIONS["tuned"]
    conf = {**SHIPPED, **(TUNED if tuned else {})}
    flags = ["-Xmx4g", "-XX:+UseParallelGC"] if tuned else ["-Xmx1g"]
    jars = gateway.jars_in(OPTIONS["jars"])
    folder = gateway.temporary_folder()
    process, _ = gateway.start_jvm(OPTIONS["java"], jars, conf, folder, flags)
    try:
        import pyspark.sql.functions as F
        import pyspark.sql.types as T
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.getOrCreate()
        work.start = time.perf_counter()
        answer = {"aggregate": aggregate, "parquet": parquet}[OPTIONS["work"]](spark, F, T, work)
        work.tell("pyspark", **answer)
    finally:
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


main()
