"""What one asker can ask: a table of expressions, or a streaming query step by step."""

import json
import os
import runpy
import shutil
import sys
import textwrap
import uuid

import pyspark.sql.functions as F
import pyspark.sql.types as T
from pyspark.sql import Window

import tables
from encode import rows_of
from errors import error_of


def evaluate(program, names):
    """A Python expression, or statements that leave `result`."""
    source = textwrap.dedent(program).strip()
    try:
        code = compile(source, "case", "eval")
    except SyntaxError:
        exec(compile(source, "case", "exec"), names)
        return names["result"]
    return eval(code, names)


FILES = {"parquet", "json", "csv"}


def lines_below(folder):
    for path, names, files in os.walk(folder):
        names[:] = [name for name in names if name != "_spark_metadata"]
        for file in files:
            if file.startswith("part-"):
                with open(os.path.join(path, file), encoding="utf-8", newline="") as text:
                    yield from ((os.path.relpath(path, folder), line.rstrip("\n")) for line in text)


def progress_lock(query):
    """What a trigger holds while it plans a batch (StreamExecution.awaitProgressLock)."""
    execution = query._jsq.streamingQuery()
    kind = execution.getClass()
    while not kind.getName().endswith(".StreamExecution"):
        kind = kind.getSuperclass()
    field = kind.getDeclaredField("awaitProgressLock")
    field.setAccessible(True)
    return field.get(execution)


class Session:
    def __init__(self, spark, folder, printed):
        self.spark, self.folder, self.printed = spark, folder, printed
        self.query = self.case = self.lock = None
        self.is_open = False

    def do_hello(self):
        return {"spark": self.spark.version}

    def names(self):
        return {"F": F, "T": T, "Window": Window, "spark": self.spark, "session": self.spark}

    def do_table(self, brokers, topic, ddl, expressions, conf=None, only=None):
        """Rows of a topic (or one of them), and for each expression its type and its value or error for every row."""
        with self.conf(conf or {}):
            frame = tables.read_table(self.spark, brokers, topic, ddl)
            evaluator = tables.Table(self.spark, frame, lambda text, t: evaluate(text, {**self.names(), "t": t}), only)
            return {"answers": evaluator.answers(expressions)}

    def do_fact(self, program):
        try:
            return {"value": evaluate(program, {**self.names(), "jvm": self.spark._jvm})}
        except Exception as thrown:
            return {"error": error_of(thrown, "start")}

    def conf(self, conf):
        return Conf(self.spark, conf)

    # A streaming query: open, then step by step, restarts between, close.

    def do_open(self, **case):
        self.do_close()
        self.is_open = True
        self.case = case
        self.checkpoint = os.path.join(self.folder, f"checkpoint-{uuid.uuid4().hex}")
        self.batches = []
        self.out = os.path.join(self.folder, f"out-{uuid.uuid4().hex}")
        self.schema = None
        self.starts = 0
        return {}

    def source(self, name, spec):
        options = {**tables.reading(self.case["brokers"]), **spec["options"]}
        reader = self.spark.readStream.format("kafka")
        for key, value in options.items():
            reader = reader.option(key, value)
        return reader.load()

    def frames(self):
        kafka = {name: self.source(name, spec) for name, spec in self.case["sources"].items()}
        streams = {name: self.parsed(kafka[name], spec) for name, spec in self.case["sources"].items()}
        first = next(iter(kafka), None)
        one = {"t": streams[first], "kafka": kafka[first]} if len(kafka) == 1 else {"kafka": kafka}
        given = {"brokers": self.case["brokers"], "topics": self.case["topics"], "start": self.starts}
        return {**self.names(), **given, "streams": streams, **one}

    def parsed(self, kafka, spec):
        if spec["ddl"] is None:
            return kafka
        frame = kafka.select(F.from_json(F.col("value").cast("string"), spec["ddl"]).alias("data"), "timestamp")
        stamp = [] if spec["hasTs"] else [F.col("timestamp").alias("ts")]
        return frame.select("data.*", *stamp)

    def do_start(self):
        """Starts, or starts again from the checkpoint."""
        try:
            with self.conf(self.case.get("conf") or {}):
                result = evaluate(self.case["program"], self.frames())
                self.starts += 1
                self.schema = result.schema.simpleString()
                self.query = self.writer(result).start()
            return {"schema": self.schema}
        except Exception as thrown:
            return {"error": error_of(thrown, "start"), "schema": self.schema}

    def do_hold(self):
        """A running query looks for new records every millisecond: while some are added, it must not see only a part."""
        if self.query is not None and self.case["trigger"] == "steps":
            self.lock = progress_lock(self.query)
            self.lock.lock()
        return {}

    def release(self):
        lock, self.lock = self.lock, None
        if lock is not None:
            lock.unlock()

    def writer(self, result):
        case = self.case
        writer = result.writeStream.option("checkpointLocation", self.checkpoint)
        if case.get("outputMode") is not None:
            writer = writer.outputMode(case["outputMode"])
        trigger = case["trigger"]
        if trigger == "availableNow":
            writer = writer.trigger(availableNow=True)
        elif trigger == "once":
            writer = writer.trigger(once=True)
        sink = case.get("sink")
        if sink is None:
            return writer.foreachBatch(self.take)
        for key, value in (sink.get("options") or {}).items():
            writer = writer.option(key, value)
        if sink.get("partitionBy"):
            writer = writer.partitionBy(*sink["partitionBy"])
        if sink["format"] in FILES:
            writer = writer.option("path", self.out)
        if sink["format"] == "memory":
            writer = writer.queryName("written")
        return writer.format(sink["format"])

    def take(self, frame, batch_id):
        self.batches.append({"batchId": batch_id, "rows": rows_of(frame)})

    def do_step(self):
        """All that is there now. What came out since the last step."""
        self.release()
        printed = os.path.getsize(self.printed)
        error = None
        try:
            if self.case["trigger"] == "steps":
                self.query.processAllAvailable()
            else:
                self.query.awaitTermination()
        except Exception as thrown:
            error = error_of(thrown, "running")
        progresses = {}
        for progress in self.query.recentProgress:
            plain = json.loads(progress.json)
            # A query without news reports the next batch as an empty one.
            if "addBatch" in plain["durationMs"]:
                progresses[plain["batchId"]] = plain
        batches, self.batches = self.batches, []
        with open(self.printed, "rb") as file:
            file.seek(printed)
            text = file.read().decode("utf-8", "replace")
        answer = {"batches": batches, "progress": list(progresses.values()), "printed": text}
        return answer if error is None else {**answer, "error": error}

    def do_written(self):
        """What the sink left: rows; of text files their lines with the folder they lie in."""
        try:
            return {"rows": self.written()}
        except Exception as thrown:
            return {"error": error_of(thrown, "running")}

    def written(self):
        sink = self.case["sink"]
        if sink["format"] == "memory":
            return rows_of(self.spark.table("written"))
        if sink["format"] == "parquet":
            return rows_of(self.spark.read.parquet(self.out))
        if sink["format"] == "kafka":
            reader = self.spark.read.format("kafka").option("includeHeaders", "true")
            options = {**tables.reading(self.case["brokers"]), "subscribe": self.case["topics"]["sink"]}
            for key, value in options.items():
                reader = reader.option(key, value)
            frame = reader.load().orderBy("partition", "offset")
            return rows_of(frame.select(*(F.col(name) for name in ("key", "value", "partition", "headers"))))
        return [[folder, line] for folder, line in lines_below(self.out)]

    def do_script(self, path, arguments):
        """A program of its own, in this Spark: what it prints."""
        printed = os.path.getsize(self.printed)
        before, sys.argv = sys.argv, [path, *arguments]
        try:
            runpy.run_path(path, run_name="__main__")
        finally:
            sys.argv = before
        with open(self.printed, "rb") as file:
            file.seek(printed)
            return {"printed": file.read().decode("utf-8", "replace")}

    def do_parquet(self, path):
        return {"rows": rows_of(self.spark.read.parquet(path))}

    def do_stop(self):
        self.release()
        if self.query is not None:
            self.query.stop()
            self.query = None
        return {}

    def do_close(self):
        if self.is_open:
            self.do_stop()
            shutil.rmtree(self.checkpoint, ignore_errors=True)
            shutil.rmtree(self.out, ignore_errors=True)
            self.is_open = False
        return {}


class Conf:
    def __init__(self, spark, conf):
        self.spark, self.new, self.old = spark, conf, {}

    def __enter__(self):
        for key, value in self.new.items():
            self.old[key] = self.spark.conf.get(key, None)
            self.spark.conf.set(key, value)

    def __exit__(self, *_):
        for key, value in self.old.items():
            if value is None:
                self.spark.conf.unset(key)
            else:
                self.spark.conf.set(key, value)
