"""The same as encode.py, from Arrow columns: for what Python's own values cannot hold (maps). Slower."""

import pyarrow as pa

from encode import number, text_of, whole


def table_rows(table):
    columns = [column_values(table.column(i).combine_chunks()) for i in range(table.num_columns)]
    return [list(row) for row in zip(*columns)] if columns else [[] for _ in range(table.num_rows)]


def column_values(column):
    array = column.chunk(0) if isinstance(column, pa.ChunkedArray) and column.num_chunks else column
    if len(array) == 0:
        return []
    kind = array.type
    if pa.types.is_timestamp(kind) or pa.types.is_duration(kind):
        return plain(array.cast(pa.int64()), whole)
    if pa.types.is_date32(kind):
        return plain(array.cast(pa.int32()), whole)
    if pa.types.is_floating(kind):
        return plain(array, number)
    if pa.types.is_integer(kind):
        return plain(array, whole)
    if pa.types.is_decimal(kind):
        return plain(array, lambda value: format(value, "f"))
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return plain(array, lambda value: value.hex())
    if pa.types.is_map(kind):
        keys, items, offsets = column_values(array.keys), column_values(array.items), array.offsets.to_pylist()
        spans = [sorted(map(list, zip(keys[a:b], items[a:b])), key=text_of) for a, b in bounds(offsets)]
        return masked(array, spans)
    if pa.types.is_list(kind):
        values, offsets = column_values(array.values), array.offsets.to_pylist()
        return masked(array, [values[a:b] for a, b in bounds(offsets)])
    if pa.types.is_struct(kind):
        fields = [column_values(array.field(i)) for i in range(kind.num_fields)]
        rows = [list(row) for row in zip(*fields)] if fields else [[] for _ in range(len(array))]
        return masked(array, rows)
    return array.to_pylist()


def plain(array, convert):
    return [None if value is None else convert(value) for value in array.to_pylist()]


def bounds(offsets):
    return zip(offsets, offsets[1:])


def masked(array, values):
    return [value if there else None for there, value in zip(array.is_valid().to_pylist(), values)]
