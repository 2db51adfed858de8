// What the compiler promises of columns, analysis keeps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Columns,
  coalesce,
  decimal,
  fromJson,
  integer,
  lit,
  long,
  SluiceError,
  simpleString,
  string,
  struct,
  upper,
  when,
} from '../../src/index.ts'
import { memoryStream } from '../support/memory-query.ts'

const Payment = struct({
  id: string(),
  pieces: integer(),
  total: long(),
  price: decimal(10, 2),
  odd: struct({ isNull: string(), cast: long() }),
})
const payments = memoryStream().stream.select(r => ({ ...fromJson(r.value.cast('string'), Payment) }))
type Payments = Parameters<Parameters<typeof payments.select>[0]>[0]

/** Names and types, in order. */
const schemaOf = (columns: (t: Payments) => Columns) =>
  Object.entries(payments.select(columns).schema.fields).map(([name, type]) => `${name} ${simpleString(type)}`)

test('a row spread is all its columns, in order; a name given again keeps its place', () => {
  assert.deepEqual(
    schemaOf(t => ({ ...t, twice: t.total.plus(t.total), id: t.pieces })),
    ['id int', 'pieces int', 'total bigint', 'price decimal(10,2)', 'odd struct<isNull:string,cast:bigint>', 'twice bigint'],
  )
})

test('a struct spread is its fields and none of its methods', () => {
  assert.deepEqual(
    schemaOf(t => ({ ...t.odd })),
    ['isNull string', 'cast bigint'],
  )
})

test('a field named like a method is a column, by its name and by field()', () => {
  assert.deepEqual(
    schemaOf(t => ({ a: upper(t.odd.isNull), b: t.odd.field('cast').plus(1), c: t.odd.isNotNull() })),
    ['a string', 'b bigint', 'c boolean'],
  )
})

test('constants have the types that Spark gives them', () => {
  assert.deepEqual(
    schemaOf(() => ({
      a: lit(1),
      b: lit(-2147483648),
      c: lit(2147483648),
      d: lit(0.5),
      e: lit(1e300),
      f: lit(5n),
      g: lit('x'),
      h: lit(true),
      i: lit(new Date(0)),
    })),
    ['a int', 'b int', 'c bigint', 'd double', 'e double', 'f bigint', 'g string', 'h boolean', 'i timestamp'],
  )
})

test('arithmetic, branches and alternatives give the wider type', () => {
  assert.deepEqual(
    schemaOf(t => ({
      a: t.pieces.plus(1),
      b: t.pieces.plus(0.5),
      c: t.pieces.multiply(t.total),
      d: t.pieces.divide(t.pieces),
      e: when(t.id.isNull(), 1).otherwise(2),
      f: when(t.id.isNull(), t.pieces).otherwise(0.5),
      g: when(t.id.isNull(), 1).when(t.id.isNull(), t.total).end(),
      h: coalesce(t.pieces, t.total, lit(0)),
      i: coalesce(t.id, lit('')),
    })),
    ['a int', 'b double', 'c bigint', 'd double', 'e int', 'f double', 'g bigint', 'h bigint', 'i string'],
  )
})

test("Spark's names of types are names for cast too", () => {
  assert.deepEqual(
    schemaOf(t => ({ a: t.id.cast('int'), b: t.id.tryCast('bigint'), c: t.id.cast(decimal(5, 1)) })),
    ['a int', 'b bigint', 'c decimal(5,1)'],
  )
})

test('without a compiler, a mistake is still told in words', () => {
  const mistakes: readonly (readonly [(t: Payments) => unknown, RegExp])[] = [
    [t => payments.filter(() => true as never) ?? t, /Cannot use a boolean as a column/],
    [() => payments.withColumn('x', () => when(lit(true), 'a') as never), /close when\(…\) with \.otherwise/],
    [() => payments.select(() => ({ x: 5 as never })), /wrap constants in lit/],
    [() => payments.select(t => ({ x: t.id.cast('number' as never) })), /Cannot cast to "number"\. There are: string, /],
    [() => payments.select(t => ({ x: (t as unknown as Record<string, never>).idd as never })), /Cannot find column "idd"/],
  ]
  for (const [mistake, says] of mistakes) {
    assert.throws(
      () => mistake(undefined as never),
      (thrown: unknown) => thrown instanceof SluiceError && says.test(thrown.message),
      String(says),
    )
  }
})
