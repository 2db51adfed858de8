"""The consumed lines in memory, and one lazy query over them."""

import io

import polars as pl

from tell import Work, consumed, milliseconds

work = Work()
lines = io.BytesIO()
for messages in consumed():
    lines.write(b"\n".join(message.value() for message in messages))
    if messages:
        lines.write(b"\n")
schema = {"amount": pl.Float64, "type": pl.String, "timestamp": pl.String}
lines.seek(0)
frame = pl.read_ndjson(lines, schema=schema).lazy()
start = pl.col("timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S").dt.truncate("5m").alias("start")
amount = pl.col("amount")
rows = frame.group_by(start, "type").agg(amount.count().alias("n"), amount.sum().alias("s"), amount.mean().alias("a")).collect()
work.tell("polars", windows=[[milliseconds(moment), *rest] for moment, *rest in rows.iter_rows()])
