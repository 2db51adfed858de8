"""Values of Spark as exact JSON: the same form that canonical.ts gives for sluice's columns.

Times are microseconds, dates days, decimals text, bytes hex, structs lists, maps sorted lists of pairs; numbers that
JSON or JavaScript would bend (NaN, -0.0, beyond 2^53) are text.
"""

import json
import math

from pyspark.sql.types import DateType, DayTimeIntervalType, MapType, TimestampNTZType, TimestampType

SAFE = 2**53 - 1

# What the JVM sends is exact: microseconds and days. Python's own dates would lose years, and time.
for kind in (TimestampType, TimestampNTZType, DateType, DayTimeIntervalType):
    kind.fromInternal = lambda self, value: value


def encode(value, kind):
    """A Python value as PySpark collects it, by the name of its Spark type."""
    if value is None:
        return None
    encoder = ENCODERS.get(kind.typeName())
    return value if encoder is None else encoder(value, kind)


def number(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0.0"
    return int(value) if value.is_integer() and abs(value) <= SAFE else value


def whole(value):
    return value if -SAFE <= value <= SAFE else str(value)


def text_of(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


ENCODERS = {
    "double": lambda value, _: number(value),
    "float": lambda value, _: number(value),
    "long": lambda value, _: whole(value),
    "timestamp": lambda value, _: whole(value),
    "timestamp_ntz": lambda value, _: whole(value),
    # Java's may have more zeros than its type.
    "decimal": lambda value, kind: format(value, f".{kind.scale}f"),
    "binary": lambda value, _: bytes(value).hex(),
    "interval day to second": lambda value, _: whole(value),
    "array": lambda value, kind: [encode(item, kind.elementType) for item in value],
    "struct": lambda value, kind: [encode(item, field.dataType) for item, field in zip(value, kind.fields)],
}


def rows_of(frame):
    """All rows of a frame, exact. The frame is computed once."""
    schema = frame.schema
    if any(has_map(field.dataType) for field in schema.fields):
        # Python's dict has one value a key; Spark's map may have two.
        from columns import table_rows

        return table_rows(frame.toArrow())
    return [encode(row, schema) for row in frame.collect()]


def has_map(kind):
    inner = [getattr(kind, "elementType", None), *(field.dataType for field in getattr(kind, "fields", []))]
    return isinstance(kind, MapType) or any(has_map(part) for part in inner if part is not None)
