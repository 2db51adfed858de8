"""Real Spark that answers questions: JSON lines in, JSON lines out.

    judge.py --java JAVA --jars FOLDER                 over standard input and output
    judge.py --java JAVA --jars FOLDER --listen PATH   over a Unix socket, for several askers, one at a time
"""

import argparse
import json
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import time

os.environ["TZ"] = "UTC"
time.tzset()
logging.disable(logging.CRITICAL)

import gateway  # noqa: E402

CONF = {
    # One core: a micro-batch of three rows is all overhead, and its tasks run in the order of their partitions.
    "spark.master": "local[1]",
    "spark.app.name": "judge",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.ui.retainedTasks": "1",
    "spark.sql.ui.retainedExecutions": "1",
    "spark.sql.streaming.pollingDelay": "1",
    "spark.sql.streaming.stateStore.maintenanceInterval": "1h",
    "spark.sql.streaming.numRecentProgressUpdates": "1000",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # Without Hadoop's native library each small file costs a process (chmod): 40 ms a log entry.
    "spark.hadoop.fs.file.impl": "com.globalmentor.apache.hadoop.fs.BareLocalFileSystem",
    "spark.sql.streaming.checkpointFileManagerClass": (
        "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager"
    ),
}


def allow_many_files():
    """Every query that ever ran keeps a connection between the JVM and Python."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit


def main():
    allow_many_files()
    parser = argparse.ArgumentParser()
    parser.add_argument("--java", required=True)
    parser.add_argument("--jars", required=True)
    parser.add_argument("--listen")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = gateway.temporary_folder()
    conf = {**CONF, "spark.local.dir": folder, "spark.sql.warehouse.dir": os.path.join(folder, "warehouse")}
    process, printed = gateway.start_jvm(options.java, gateway.jars_in(options.jars), conf, folder)
    try:
        from pyspark.errors.exceptions.base import PySparkException
        from pyspark.sql import SparkSession

        # Errors are answers here: asking the JVM for their stacks would take most of the time.
        PySparkException._log_exception = lambda self: None
        spark = SparkSession.builder.getOrCreate()
        judge = {"spark": spark, "folder": folder, "printed": printed, "jvm": process}
        if options.listen:
            listen(options.listen, judge)
        else:
            answer_all(sys.stdin.buffer, sys.stdout.buffer, judge)
    finally:
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def listen(path, judge):
    if os.path.exists(path):
        os.unlink(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(64)
    print("ready", flush=True)
    turn = threading.Lock()
    while True:
        connection, _ = server.accept()
        stream = connection.makefile("rwb")
        threading.Thread(target=answer_all, args=(stream, stream, judge, turn), daemon=True).start()


def end_of(judge):
    """Why nothing answers, where the JVM itself is gone."""
    code = judge["jvm"].poll()
    if code is None:
        return ""
    with open(os.path.join(judge["folder"], "errors.txt"), errors="replace") as errors:
        return f"; Spark's JVM has ended with code {code}: {errors.read()[-2000:]}"


def answer_all(requests, answers, judge, turn=None):
    """A stream is asked over several requests: meanwhile the turn is kept."""
    from session import Session

    session = Session(judge["spark"], judge["folder"], judge["printed"])
    holds = False
    try:
        for line in requests:
            request = json.loads(line)
            if turn is not None and not holds:
                turn.acquire()
                holds = True
            try:
                answer = getattr(session, f"do_{request.pop('op')}")(**request)
            except Exception as thrown:
                answer = {"failed": f"{type(thrown).__name__}: {thrown}{end_of(judge)}"}
            if turn is not None and not session.is_open:
                turn.release()
                holds = False
            answers.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            answers.flush()
    except (BrokenPipeError, ConnectionResetError):
        pass
    finally:
        session.do_close()
        if holds:
            turn.release()


if __name__ == "__main__":
    main()
