// Bytes, shorts and floats in expressions; the values are Spark 4.2.0's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnOf, type DoubleColumn, nodeOf } from '../../src/expressions/column.ts'
import { typeOf } from '../../src/expressions/type-of.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import {
  byte,
  type DataType,
  double,
  float,
  integer,
  long,
  short,
  simpleString,
  string,
  struct,
} from '../../src/schema/data-type.ts'
import { oneValueOf } from '../support/evaluate-column.ts'

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
