// Values of maps and elements of lists; the values are Spark 4.2.0's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  ArrayColumn,
  ByteColumn,
  Column,
  DoubleColumn,
  FloatColumn,
  IntegerColumn,
  LongColumn,
  MapColumn,
  ShortColumn,
  StringColumn,
} from '../../src/expressions/column.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import {
  array,
  byte,
  date,
  double,
  float,
  type IntegerType,
  integer,
  long,
  map,
  type StringType,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import type { Row } from '../../src/schema/row.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

test('a map gives the value of a key: null for one it has not, the first of two', () => {
  const fields = { m: map(string(), integer()), k: string() }
  const rows = [
    [
      [
        ['a', 1],
        ['b', null],
      ],
      'b',
    ],
    [[], 'a'],
    [null, 'a'],
    [
      [
        ['a', 2],
        ['a', 3],
      ],
      'a',
    ],
    [[['b', 4]], null],
  ] as unknown as Stored[][]
  assert.deepEqual(
    valuesOf(fields, rows, t => t.m.getItem('a')),
    [1, null, null, 2, null],
  )
  assert.deepEqual(
    valuesOf(fields, rows, t => t.m.getItem(t.k)),
    [null, null, null, 2, null],
  )
  assert.deepEqual(
    valuesOf(fields, rows, t => t.m.getItem('ä')),
    [null, null, null, null, null],
  )
})

test('a constant key has the type of the keys', () => {
  const bytes = { m: map(byte(), integer()) }
  assert.equal(
    oneValueOf(bytes, [[[1, 7]]], t => t.m.getItem(1)),
    7,
  )
  assert.throws(() => oneValueOf(bytes, [[[1, 7]]], t => t.m.getItem(300)), { code: 'CAST_OVERFLOW' })
  assert.equal(
    oneValueOf({ m: map(float(), integer()) }, [[[Math.fround(1.1), 7]]], t => t.m.getItem(1.1)),
    7,
  )
  assert.equal(
    oneValueOf({ m: map(double(), integer()) }, [[[0, 7]]], t => t.m.getItem(-0)),
    7,
  )
  assert.equal(
    oneValueOf({ m: map(double(), integer()) }, [[[Number.NaN, 7]]], t => t.m.getItem(Number.NaN)),
    7,
  )
  assert.equal(
    oneValueOf({ m: map(long(), integer()) }, [[[9007199254740993n, 7]]], t => t.m.getItem(9007199254740993n)),
    7,
  )
  assert.equal(
    oneValueOf({ m: map(date(), integer()) }, [[[18_262, 7]]], t => t.m.getItem('2020-01-01')),
    7,
  )
  const moment = new Date(1_577_836_800_000)
  assert.equal(
    oneValueOf({ m: map(timestamp(), integer()) }, [[[1_577_836_800_000_000, 7]]], t => t.m.getItem(moment)),
    7,
  )
})

test('a list gives the element of an index from 0; one beside it ends the batch', () => {
  const fields = { a: array(string()), i: integer() }
  assert.deepEqual(
    valuesOf(
      fields,
      [
        [['x', null], 1],
        [['y', 'z'], 1],
        [null, 5],
        [['w'], null],
      ],
      t => t.a.getItem(t.i),
    ),
    [null, 'z', null, null],
  )
  assert.equal(
    oneValueOf(fields, [['x'], 0], t => t.a.getItem(0)),
    'x',
  )
  for (const index of [1, -1]) {
    assert.throws(() => oneValueOf(fields, [['x'], 0], t => t.a.getItem(index)), {
      message: /^\[INVALID_ARRAY_INDEX\] The index -?1 is out/,
    })
  }
})

test('a map of structs keeps null in every field of a key it has not', () => {
  const fields = { m: map(string(), struct({ n: integer(), inner: struct({ s: string() }) })) }
  const rows = [[[['a', [1, ['x']]]]], [[['b', [2, ['y']]]]]] as unknown as Stored[][]
  assert.deepEqual(
    valuesOf(fields, rows, t => t.m.getItem('a').inner.s),
    ['x', null],
  )
})

test('maps of JSON have texts for keys', () => {
  for (const odd of [
    map(integer(), string()),
    array(map(date(), string())),
    map(string(), struct({ m: map(byte(), string()) })),
  ]) {
    assert.throws(() => fromJson(lit('{}'), struct({ odd })), { message: /^\[DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE\]/ })
  }
  const schema = struct({ m: map(string(), float()), b: byte() })
  assert.equal(
    oneValueOf({ v: string() }, ['{"m":{"k":1.1},"b":200}'], t => fromJson(t.v, schema).m.getItem('k')),
    Math.fround(1.1),
  )
  assert.equal(
    oneValueOf({ v: string() }, ['{"m":{"k":1.1},"b":200}'], t => fromJson(t.v, schema).b),
    -56,
  )
})

/** The compiler holds what columns give. */
export function types(t: {
  readonly b: ByteColumn
  readonly s: ShortColumn
  readonly f: FloatColumn
  readonly d: DoubleColumn
  readonly text: StringColumn
  readonly m: MapColumn<StringType, IntegerType>
  readonly a: ArrayColumn<StringType>
}): Column[] {
  const bytes: ByteColumn = t.b.plus(t.b)
  const shorts: ShortColumn = t.b.plus(t.s)
  const int: IntegerColumn = t.s.plus(1)
  const floats: FloatColumn = t.f.multiply(t.f)
  const doubles: DoubleColumn = t.f.plus(t.d)
  const quotient: DoubleColumn = t.f.divide(t.f)
  const cast: FloatColumn = t.text.cast('float')
  const item: IntegerColumn = t.m.getItem('a')
  const element: StringColumn = t.a.getItem(0)
  const whole: LongColumn = t.m.getItem(t.text).cast('long')
  // @ts-expect-error the keys are texts
  const wrong = t.m.getItem(1)
  return [bytes, shorts, int, floats, doubles, quotient, cast, item, element, whole, wrong]
}

/** And what rows hold. */
const Reading = struct({ b: byte(), f: float(), m: map(string(), array(long())) })
export const reading: Row<typeof Reading> = {
  b: 1,
  f: 1.5,
  m: new Map([
    ['a', [1n, null]],
    ['b', null],
  ]),
}
