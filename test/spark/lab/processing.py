"""The lab's own Spark script: what the sluice twin in lab-twin.ts must print and write, batch by batch.

usage: processing.py BROKERS TOPIC FOLDER MAX_OFFSETS_PER_TRIGGER, with the Kafka connector in spark.jars.
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import avg, col, count, from_json, sum, when, window
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

brokers, topic, folder, max_offsets = sys.argv[1:]
spark = SparkSession.builder.appName("lab").getOrCreate()
spark.sparkContext.setLogLevel("OFF")

schema = StructType(
    [
        StructField("transaction_id", StringType()),
        StructField("user_id", StringType()),
        StructField("amount", DoubleType()),
        StructField("type", StringType()),
        StructField("timestamp", StringType()),
        StructField("location", StringType()),
    ]
)

transactions = (
    spark.readStream.format("kafka")
    .option("kafka.bootstrap.servers", brokers)
    .option("subscribe", topic)
    .option("startingOffsets", "earliest")
    .option("maxOffsetsPerTrigger", max_offsets)
    .load()
    .select(from_json(col("value").cast("string"), schema).alias("data"), col("timestamp").alias("processing_time"))
    .select("data.*", "processing_time")
)

by_type = (
    transactions.withWatermark("processing_time", "1 minute")
    .groupBy(window("processing_time", "5 minutes"), "type")
    .agg(
        count("*").alias("transaction_count"),
        sum("amount").alias("total_amount"),
        avg("amount").alias("avg_amount"),
    )
)

suspicious = transactions.filter(
    (col("amount") > 500) & (col("type") == "withdrawal") & (col("location") == "online")
).withColumn(
    "amount_category", when(col("amount") < 100, "small").when(col("amount") < 500, "medium").otherwise("large")
)

(
    by_type.writeStream.outputMode("update")
    .format("console")
    .option("truncate", False)
    .option("numRows", 1000)
    .trigger(availableNow=True)
    .start()
    .awaitTermination()
)
(
    suspicious.writeStream.outputMode("append")
    .format("parquet")
    .option("path", folder + "/suspicious")
    .option("checkpointLocation", folder + "/checkpoint")
    .trigger(availableNow=True)
    .start()
    .awaitTermination()
)
