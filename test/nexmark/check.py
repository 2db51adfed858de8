"""Compares the rows that sluice gave with what DuckDB finds in the same log: check.py LOG FOLDER QUERY..."""

import json
import os
import sys

import duckdb

from answers import ANSWERS, Answer

EVENT = dict(
    event_type="INTEGER", id="BIGINT", name="VARCHAR", seller="BIGINT", auction="BIGINT", bidder="BIGINT", price="BIGINT",
    channel="VARCHAR", url="VARCHAR", dateTime="TIMESTAMP", extra="VARCHAR",
)
TOLERANCE = 1e-9


def lines(path: str, columns: dict[str, str]) -> str:
    return f"read_json('{path}', format = 'newline_delimited', columns = {columns})"


def open_log(path: str) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    db.sql(f"CREATE TABLE event AS FROM {lines(path, EVENT)}")
    for kind, name in enumerate(("person", "auction", "bid")):
        db.sql(f"CREATE VIEW {name} AS FROM event WHERE event_type = {kind}")
    return db


def differences(db: duckdb.DuckDBPyConnection, answer: Answer, path: str) -> tuple[int, list[str]]:
    """The number of rows expected, and how those of `path` differ, in sentences."""
    db.sql(f"CREATE OR REPLACE TEMP TABLE found AS FROM {lines(path, answer.columns)}")
    db.sql(f"CREATE OR REPLACE TEMP TABLE theirs AS {answer.expected}")
    db.sql(f"CREATE OR REPLACE TEMP TABLE ours AS {answer.found}")
    names = [name for name, kind in db.sql("SELECT column_name, column_type FROM (DESCRIBE theirs)").fetchall() if kind != "DOUBLE"]
    doubles = [name for name, kind in db.sql("SELECT column_name, column_type FROM (DESCRIBE theirs)").fetchall() if kind == "DOUBLE"]
    exact = ", ".join(f'"{name}"' for name in names)
    told = []
    if answer.one_of:
        key = ", ".join(answer.one_of)
        told += few(db, f"SELECT {exact} FROM ours EXCEPT SELECT {exact} FROM theirs", "is no answer")
        told += few(db, f"SELECT {key} FROM ours GROUP BY ALL HAVING count(*) > 1", "is told more than once")
        told += few(db, f"SELECT {key} FROM theirs EXCEPT SELECT {key} FROM ours", "is missing")
        rows = count(db, f"SELECT DISTINCT {key} FROM theirs")
    else:
        told += few(db, f"SELECT {exact} FROM theirs EXCEPT ALL SELECT {exact} FROM ours", "is missing")
        told += few(db, f"SELECT {exact} FROM ours EXCEPT ALL SELECT {exact} FROM theirs", "is no answer")
        rows = count(db, "FROM theirs")
    same = " AND ".join(f'ours."{name}" IS NOT DISTINCT FROM theirs."{name}"' for name in names)
    for name in doubles:
        far = f'NOT abs(ours."{name}" - theirs."{name}") <= {TOLERANCE} * abs(theirs."{name}")'
        nulls = f'(ours."{name}" IS NULL) <> (theirs."{name}" IS NULL)'
        told += few(db, f'SELECT ours."{name}", theirs."{name}" FROM ours JOIN theirs ON {same} WHERE {far} OR {nulls}', "differ")
    return rows, told


def count(db: duckdb.DuckDBPyConnection, sql: str) -> int:
    return db.sql(f"SELECT count(*) FROM ({sql})").fetchall()[0][0]


def few(db: duckdb.DuckDBPyConnection, sql: str, what: str) -> list[str]:
    rows = count(db, sql)
    if rows == 0:
        return []
    example = ", ".join(map(str, db.sql(f"{sql} LIMIT 1").fetchall()[0]))
    return [f"{example} {what}" + (f", and {rows - 1} more" if rows > 1 else "")]


def main(log: str, folder: str, queries: list[str]) -> None:
    db = open_log(log)
    for name in queries:
        rows, told = differences(db, ANSWERS[name], os.path.join(folder, f"{name}.json"))
        print(json.dumps({"query": name, "rows": rows, "differences": told}), flush=True)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
