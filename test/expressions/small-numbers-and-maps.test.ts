// Bytes, shorts, floats and maps in expressions; the values are Spark 4.2.0's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ArrayColumn,
  type ByteColumn,
  type Column,
  columnOf,
  type DoubleColumn,
  type FloatColumn,
  type IntegerColumn,
  type LongColumn,
  type MapColumn,
  nodeOf,
  type ShortColumn,
  type StringColumn,
} from '../../src/expressions/column.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { typeOf } from '../../src/expressions/type-of.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import {
  array,
  byte,
  type DataType,
  date,
  double,
  float,
  type IntegerType,
  integer,
  long,
  map,
  type StringType,
  short,
  simpleString,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import type { Row } from '../../src/schema/row.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const NUMBERS = { b: byte(), s: short(), i: integer(), l: long(), f: float(), d: double() }
const rowOf = (...values: Stored[]) => values

test('arithmetic gives the wider type: a float stays one beside a float alone', () => {
  const schema = struct(NUMBERS)
  const types = Object.values(NUMBERS)
  const wider = (a: DataType, b: DataType): DataType => {
    if (a.kind === 'float' || b.kind === 'float') return a.kind === b.kind ? float() : double()
    return types[Math.max(types.map(simpleString).indexOf(simpleString(a)), types.map(simpleString).indexOf(simpleString(b)))]!
  }
  for (const left of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    for (const right of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
      const columns = { left: columnFor(left), right: columnFor(right) }
      const sum = columns.left.plus(columns.right)
      assert.deepEqual(typeOf(nodeOf(sum), schema), wider(NUMBERS[left], NUMBERS[right]), `${left} + ${right}`)
      assert.deepEqual(typeOf(nodeOf(columns.left.divide(columns.right)), schema), double(), `${left} / ${right}`)
    }
  }
})

function columnFor(name: keyof typeof NUMBERS) {
  return columnOf({ node: { kind: 'column', name }, type: NUMBERS[name] }) as DoubleColumn
}

test('bytes and shorts overflow at their own bounds', () => {
  const fields = { x: byte(), y: byte(), s: short() }
  assert.equal(
    oneValueOf(fields, [100, 27, 0], t => t.x.plus(t.y)),
    127,
  )
  assert.throws(() => oneValueOf(fields, [100, 28, 0], t => t.x.plus(t.y)), { message: /^\[BINARY_ARITHMETIC_OVERFLOW\]/ })
  assert.equal(
    oneValueOf(fields, [100, 28, 32_639], t => t.s.plus(t.y).plus(t.x)),
    32_767,
  )
  assert.throws(() => oneValueOf(fields, [100, 29, 32_639], t => t.s.plus(t.y).plus(t.x)), {
    message: /^\[BINARY_ARITHMETIC_OVERFLOW\]/,
  })
  // A literal is an int, which is wider.
  assert.equal(
    oneValueOf(fields, [127, 0, 0], t => t.x.plus(1)),
    128,
  )
  assert.equal(
    oneValueOf(fields, [-128, -1, 0], t => t.x.mod(t.y)),
    0,
  )
})

test('floats are rounded to floats after each step; beside others they are doubles', () => {
  const fields = { x: float(), y: float(), d: double(), i: integer() }
  const row = rowOf(Math.fround(1.1), Math.fround(2.2), 1.1, 16_777_217)
  assert.equal(
    oneValueOf(fields, row, t => t.x.plus(t.y)),
    Math.fround(3.3000002),
  )
  assert.equal(
    oneValueOf(fields, row, t => t.x.plus(t.d)),
    2.200000023841858,
  )
  assert.equal(
    oneValueOf(fields, row, t => t.x.eq(t.d)),
    false,
  )
  assert.equal(
    oneValueOf(fields, row, t => t.d.cast('float').eq(t.x)),
    true,
  )
  assert.equal(
    oneValueOf(fields, row, t => t.i.cast('float').cast('integer')),
    16_777_216,
  )
  assert.equal(
    oneValueOf(fields, rowOf(Math.fround(3.4e38), 10, 0, 0), t => t.x.multiply(t.y)),
    Number.POSITIVE_INFINITY,
  )
  assert.equal(
    oneValueOf(fields, rowOf(Number.NaN, Number.NaN, 0, 0), t => t.x.eq(t.y)),
    true,
  )
})

test('casts by the names of both, and what does not fit', () => {
  const fields = { text: string(), d: double() }
  assert.equal(
    oneValueOf(fields, ['127', 0], t => t.text.cast('byte')),
    127,
  )
  assert.equal(
    oneValueOf(fields, ['127', 0], t => t.text.cast('tinyint')),
    127,
  )
  assert.equal(
    oneValueOf(fields, ['-32768', 0], t => t.text.cast('smallint')),
    -32_768,
  )
  assert.equal(
    oneValueOf(fields, ['1.00000017881393432617187499', 0], t => t.text.cast('float')),
    1 + 2 ** -23,
  )
  assert.equal(
    oneValueOf(fields, ['128', 0], t => t.text.tryCast('byte')),
    null,
  )
  assert.throws(() => oneValueOf(fields, ['128', 0], t => t.text.cast('byte')), { code: 'CAST_INVALID_INPUT' })
  assert.throws(() => oneValueOf(fields, ['', 128], t => t.d.cast('byte')), { code: 'CAST_OVERFLOW' })
  assert.equal(
    oneValueOf(fields, ['', 1e40], t => t.d.cast('float')),
    Number.POSITIVE_INFINITY,
  )
  assert.equal(
    oneValueOf(fields, ['', 1.1], t => t.d.cast('float').cast('string')),
    '1.1',
  )
  assert.equal(
    oneValueOf(fields, ['', 1.1], t => t.d.cast('float').cast('double')),
    1.100000023841858,
  )
})

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
