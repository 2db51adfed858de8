"""The consumed lines as a file, and one SQL query over it."""

import os

import duckdb

from tell import FOLDER, Work, consumed, milliseconds

work = Work()
path = os.path.join(FOLDER, "lines.json")
with open(path, "wb", buffering=1 << 20) as lines:
    for messages in consumed():
        lines.write(b"\n".join(message.value() for message in messages))
        if messages:
            lines.write(b"\n")
rows = duckdb.sql(
    f"""
    SELECT time_bucket(INTERVAL 5 MINUTES, "timestamp") AS start, type, count(*), sum(amount), avg(amount)
    FROM read_json('{path}', format = 'newline_delimited',
                   columns = {{amount: 'DOUBLE', type: 'VARCHAR', "timestamp": 'TIMESTAMP'}})
    GROUP BY start, type
    """
).fetchall()
work.tell("duckdb", windows=[[milliseconds(start), *rest] for start, *rest in rows])
