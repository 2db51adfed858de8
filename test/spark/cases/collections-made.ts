// Arrays made and changed, sequences, and what is refused.
import {
  arrayAppend,
  arrayCompact,
  arrayContains,
  arrayInsert,
  arrayMax,
  arrayOf,
  arrayPrepend,
  arrayRepeat,
  arraySort,
  elementAt,
  flatten,
  size,
  sortArray,
} from '../../../src/expressions/functions/arrays.ts'
import { arrayDistinct, arraysZip, arrayUnion, sequence } from '../../../src/expressions/functions/arrays-sets.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { array, byte, date, decimal, integer, map, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'
import { lists, places, rows } from '../collection-rows.ts'

export const cases: readonly Case[] = [
  expressions({
    name: 'arrays made and changed',
    schema: lists,
    rows,
    expressions: [
      { pyspark: 'F.array(t.i, t.j)', sluice: t => arrayOf(t.i, t.j) },
      { pyspark: 'F.array(t.i, t.j.cast("double"))', sluice: t => arrayOf(t.i, t.j.cast('double')) },
      { pyspark: 'F.array(t.x, F.lit("k"), t.x)', sluice: t => arrayOf(t.x, lit('k'), t.x) },
      { pyspark: 'F.array(t.a, t.b)', sluice: t => arrayOf(t.a, t.b) },
      { pyspark: 'F.array_repeat(t.x, 2)', sluice: t => arrayRepeat(t.x, 2) },
      { pyspark: 'F.array_append(t.a, t.i)', sluice: t => arrayAppend(t.a, t.i) },
      { pyspark: 'F.array_append(t.s, "end")', sluice: t => arrayAppend(t.s, 'end') },
      { pyspark: 'F.array_append(t.a, t.i.cast("bigint"))', sluice: t => arrayAppend(t.a, t.i.cast('long')) },
      { pyspark: 'F.array_prepend(t.a, t.i)', sluice: t => arrayPrepend(t.a, t.i) },
      { pyspark: 'F.array_prepend(t.n, t.a)', sluice: t => arrayPrepend(t.n, t.a) },
      { pyspark: 'F.array_insert(t.s, -2, "new")', sluice: t => arrayInsert(t.s, -2, 'new') },
      { pyspark: 'F.array_compact(t.a)', sluice: t => arrayCompact(t.a) },
      { pyspark: 'F.array_compact(t.st)', sluice: t => arrayCompact(t.st) },
      { pyspark: 'F.arrays_zip(t.a, t.s)', sluice: t => arraysZip({ a: t.a, s: t.s }) },
      { pyspark: 'F.arrays_zip(t.a, t.b, t.n)', sluice: t => arraysZip({ a: t.a, b: t.b, n: t.n }) },
    ],
  }),
  expressions({
    name: 'places to change in arrays',
    schema: places,
    rows,
    expressions: [
      { pyspark: 'F.array_repeat(t.a, t.i)', sluice: t => arrayRepeat(t.a, t.i) },
      { pyspark: 'F.array_insert(t.a, t.i, 9)', sluice: t => arrayInsert(t.a, t.i, 9) },
      { pyspark: 'F.array_insert(t.a, t.j, t.i)', sluice: t => arrayInsert(t.a, t.j, t.i) },
      { pyspark: 'F.sequence(t.i, t.j)', sluice: t => sequence(t.i, t.j) },
      { pyspark: 'F.sequence(F.lit(1), t.j, t.i)', sluice: t => sequence(1, t.j, t.i) },
      { pyspark: 'F.sequence(t.i.cast("bigint"), t.j, F.lit(2))', sluice: t => sequence(t.i.cast('long'), t.j, 2) },
    ],
  }),
  expressions({
    name: 'sequences of days and moments',
    schema: struct({ f: date(), u: date(), b: timestamp(), e: timestamp(), y: byte(), z: byte() }),
    rows: [
      '{"f":"2024-03-09","u":"2024-03-12","b":"2024-03-09 12:00:00","e":"2024-03-12 12:00:00","y":1,"z":4}',
      '{"f":"2024-11-05","u":"2024-11-01","b":"2024-11-05 01:30:00","e":"2024-11-01 00:00:00","y":4,"z":1}',
      '{"f":"2024-01-01","u":"2024-01-01","b":"2024-11-02 12:30:00.123456","e":"2024-11-04 12:30:00","y":127,"z":127}',
      '{"f":"2024-01-01","b":"2024-01-01 00:00:00"}',
    ],
    conf: { 'spark.sql.session.timeZone': 'America/Los_Angeles' },
    expressions: [
      { pyspark: 'F.sequence(t.f, t.u)', sluice: t => sequence(t.f, t.u) },
      { pyspark: 'F.sequence(t.b, t.e)', sluice: t => sequence(t.b, t.e) },
      { pyspark: 'F.sequence(t.f, t.u, F.expr("interval 2 days"))', sluice: t => sequence(t.f, t.u, interval('2 days')) },
      { pyspark: 'F.sequence(t.f, t.u, F.expr("interval 12 hours"))', sluice: t => sequence(t.f, t.u, interval('12 hours')) },
      { pyspark: 'F.sequence(t.b, t.e, F.expr("interval 13 hours"))', sluice: t => sequence(t.b, t.e, interval('13 hours')) },
      {
        pyspark: 'F.sequence(t.b, t.e, F.expr("interval 1 day 2 hours"))',
        sluice: t => sequence(t.b, t.e, interval('1 day 2 hours')),
      },
      { pyspark: 'F.sequence(t.y, t.z)', sluice: t => sequence(t.y, t.z) },
    ],
  }),
  expressions({
    name: 'arrays of other types, and what is refused',
    schema: struct({
      w: array(timestamp()),
      c: array(decimal(10, 2)),
      m: array(map(string(), integer())),
      a: array(integer()),
      s: array(string()),
      i: integer(),
    }),
    rows: [
      '{"w":["2024-01-02 00:00:00",null,"2024-01-01 00:00:00","2024-01-02 00:00:00"],"c":[2.50,1,2.5],"m":[{"a":1}],"a":[1],"s":["1"],"i":1}',
      '{}',
    ],
    expressions: [
      { pyspark: 'F.array_distinct(t.w)', sluice: t => arrayDistinct(t.w) },
      { pyspark: 'F.array_sort(t.w)', sluice: t => arraySort(t.w) },
      { pyspark: 'F.array_distinct(t.c)', sluice: t => arrayDistinct(t.c) },
      { pyspark: 'F.array_max(t.c)', sluice: t => arrayMax(t.c) },
      { pyspark: 'F.sort_array(t.c)', sluice: t => sortArray(t.c) },
      { pyspark: 'F.element_at(t.m, 1)', sluice: t => elementAt(t.m, 1) },
      { pyspark: 'F.array_distinct(t.m)', sluice: t => arrayDistinct(t.m) },
      { pyspark: 'F.array_max(t.m)', sluice: t => arrayMax(t.m) },
      { pyspark: 'F.array_sort(t.m)', sluice: t => arraySort(t.m) },
      { pyspark: 'F.array_contains(t.a, "x")', sluice: t => arrayContains(t.a as never, 'x' as never) },
      { pyspark: 'F.array_append(t.s, t.i)', sluice: t => arrayAppend(t.s, t.i as never) },
      { pyspark: 'F.array_union(t.a, t.s)', sluice: t => arrayUnion(t.a, t.s as never) },
      { pyspark: 'F.size(t.i)', sluice: t => size(t.i as never) },
      { pyspark: 'F.element_at(t.a, t.i.cast("bigint"))', sluice: t => elementAt(t.a, t.i.cast('long') as never) },
      { pyspark: 'F.flatten(t.a)', sluice: t => flatten(t.a as never) },
      { pyspark: 'F.sequence(t.i, t.i.cast("double"))', sluice: t => sequence(t.i, t.i.cast('double') as never) },
    ],
  }),
]
