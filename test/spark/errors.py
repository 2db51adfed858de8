"""The condition of an error: the outermost that says what is wrong, not where it was caught."""

from py4j.java_gateway import is_instance_of
from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.errors.exceptions.base import PySparkException
from pyspark.errors.exceptions.captured import CapturedException

# These only say that something failed.
WRAPPERS = {"STREAM_FAILED", "FOREACH_BATCH_USER_FUNCTION_ERROR", "TASK_WRITE_FAILED", "FAILED_EXECUTE_UDF", "INTERNAL_ERROR"}
PLAIN_WRAPPERS = {"org.apache.spark.SparkException", "java.util.concurrent.ExecutionException", "py4j.Py4JException"}


def error_of(thrown, phase):
    """{condition, phase, message}; the condition is the class where Spark has none."""
    java = java_of(thrown)
    if java is not None:
        condition = java_condition(java)
        message = str(java.getMessage())
    elif isinstance(thrown, PySparkException) and thrown.getCondition():
        condition, message = thrown.getCondition(), str(thrown)
    else:
        condition, message = f"class {type(thrown).__name__}", str(thrown)
    return {"condition": condition, "phase": phase, "message": message[:2000]}


def java_of(thrown):
    if isinstance(thrown, CapturedException):
        return thrown._origin
    if isinstance(thrown, Py4JJavaError):
        return thrown.java_exception
    return None


def java_condition(java):
    fallback = None
    while java is not None:
        has_condition = is_instance_of(SparkContext._gateway, java, "org.apache.spark.SparkThrowable")
        condition = java.getCondition() if has_condition else None
        name = java.getClass().getName()
        if condition and condition not in WRAPPERS:
            return condition
        if condition == "INTERNAL_ERROR" or (not condition and name not in PLAIN_WRAPPERS):
            fallback = fallback or (condition or f"class {name.rsplit('.', 1)[-1]}")
        java = java.getCause()
    return fallback or "class SparkException"
