import assert from 'node:assert/strict'
import { test } from 'node:test'
import { when } from '../../src/expressions/functions/conditional.ts'
import { boolean, double, integer, long, string } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const T = true
const F = false
const N = null
const ALL = [T, F, N] as const
const pairs = ALL.flatMap(a => ALL.map(b => [a, b] as const))
const both = { a: boolean(), b: boolean() }

test('AND is false as soon as one side is false, else null as soon as one is null', () => {
  const expected = [T, F, N, F, F, F, N, F, N]
  assert.deepEqual(
    valuesOf(both, pairs, r => r.a.and(r.b)),
    expected,
  )
})

test('OR is true as soon as one side is true, else null as soon as one is null', () => {
  const expected = [T, T, T, T, F, N, T, N, N]
  assert.deepEqual(
    valuesOf(both, pairs, r => r.a.or(r.b)),
    expected,
  )
})

test('NOT of null is null', () => {
  assert.deepEqual(
    valuesOf({ a: boolean() }, [[T], [F], [N]], r => r.a.not()),
    [F, T, N],
  )
})

test('without nulls the tables are those of two values', () => {
  const known = pairs.filter(([a, b]) => a !== null && b !== null)
  assert.deepEqual(
    valuesOf(both, known, r => r.a.and(r.b)),
    [T, F, F, F],
  )
  assert.deepEqual(
    valuesOf(both, known, r => r.a.or(r.b)),
    [T, T, T, F],
  )
})

test('comparing with null is null; <=> is never null and null equals null', () => {
  const rows = [
    [1, 1],
    [1, 2],
    [1, N],
    [N, 1],
    [N, N],
  ]
  const fields = { a: integer(), b: integer() }
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.eq(r.b)),
    [T, F, N, N, N],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.notEqual(r.b)),
    [F, T, N, N, N],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.eqNullSafe(r.b)),
    [T, F, F, F, T],
  )
})

test('isNull and isNotNull are never null', () => {
  assert.deepEqual(
    valuesOf({ a: string() }, [['x'], [N], ['']], r => r.a.isNull()),
    [F, T, F],
  )
  assert.deepEqual(
    valuesOf({ a: string() }, [['x'], [N], ['']], r => r.a.isNotNull()),
    [T, F, T],
  )
})

test('IN is null where nothing matches and the list, or the value, has a null', () => {
  const rows = [[1], [3], [N]]
  assert.deepEqual(
    valuesOf({ a: integer() }, rows, r => r.a.isin(1, 2)),
    [T, F, N],
  )
  const withNull = { a: integer(), b: integer() }
  assert.deepEqual(
    valuesOf(
      withNull,
      [
        [1, N],
        [3, N],
        [N, N],
      ],
      r => r.a.isin(r.b, 1),
    ),
    [T, N, N],
  )
  assert.deepEqual(
    valuesOf({ a: integer() }, rows, r => r.a.isin()),
    [F, F, F],
  )
})

test('BETWEEN includes both bounds', () => {
  assert.deepEqual(
    valuesOf({ a: integer() }, [[1], [2], [3], [4], [N]], r => r.a.between(2, 3)),
    [F, T, T, F, N],
  )
})

test('NaN equals NaN and is above every number, and -0.0 equals 0.0', () => {
  const fields = { a: double(), b: double() }
  const rows = [
    [Number.NaN, Number.NaN],
    [Number.NaN, Number.POSITIVE_INFINITY],
    [1, Number.NaN],
    [-0, 0],
  ]
  const columns = {
    eq: [T, F, F, T],
    notEqual: [F, T, T, F],
    lt: [F, F, T, F],
    leq: [T, F, T, T],
    gt: [F, T, F, F],
    geq: [T, T, F, T],
  }
  for (const [operator, expected] of Object.entries(columns)) {
    assert.deepEqual(
      valuesOf(fields, rows, r => r.a[operator as keyof typeof columns](r.b)),
      expected,
      operator,
    )
    // The same with a constant on the right, which goes another way.
    for (const [i, [a, b]] of rows.entries()) {
      assert.equal(
        oneValueOf({ a: double() }, [a!], r => r.a[operator as keyof typeof columns](b!)),
        expected[i],
        `${a} ${operator} ${b}`,
      )
    }
  }
})

test('longs beyond 2^53 compare exactly, with each other and with other numbers', () => {
  const big = 2n ** 53n + 1n
  const fields = { a: long(), b: long() }
  assert.deepEqual(
    valuesOf(
      fields,
      [
        [big, 2 ** 53 - 1],
        [5, big],
        [big, big - 1n],
        [5, 5],
      ],
      r => r.a.gt(r.b),
    ),
    [T, F, T, F],
  )
  assert.deepEqual(
    valuesOf(
      fields,
      [
        [5, 5],
        [big, big],
        [big, big - 1n],
      ],
      r => r.a.eq(r.b),
    ),
    [T, T, F],
  )
  // The big row makes the whole column exact; the small one must still equal small numbers of another column.
  const mixed = { a: long(), b: integer(), c: double() }
  const rows = [
    [big, 5, 5],
    [5, 5, 5],
    [7, 5, Number.NaN],
  ]
  assert.deepEqual(
    valuesOf(mixed, rows, r => r.a.eq(r.b)),
    [F, T, F],
  )
  assert.deepEqual(
    valuesOf(mixed, rows, r => r.a.eq(r.c)),
    [F, T, F],
  )
  assert.deepEqual(
    valuesOf(mixed, rows, r => r.a.lt(r.c)),
    [F, F, T],
  )
  assert.deepEqual(
    valuesOf(mixed, rows, r => r.a.eq(5)),
    [F, T, F],
  )
  assert.deepEqual(
    valuesOf(mixed, rows, r => r.a.isin(5, big)),
    [T, T, F],
  )
})

test('text is ordered by its UTF-8 bytes, also beyond the basic plane', () => {
  const fields = { a: string(), b: string() }
  const rows = [
    ['a', 'b'],
    ['a', 'ab'],
    ['', 'a'],
    ['\ufffd', '\u{1f600}'],
    ['\u{1f600}', '\ufffd'],
    ['é', 'z'],
  ]
  const byBytes = rows.map(([a, b]) => Buffer.compare(Buffer.from(a!), Buffer.from(b!)) < 0)
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.lt(r.b)),
    byBytes,
  )
})

test('CASE takes the first branch that is exactly true and evaluates a branch only for its rows', () => {
  const fields = { a: integer(), b: integer() }
  const rows = [
    [0, 1],
    [2, 10],
    [N, 5],
    [-1, 5],
  ]
  assert.deepEqual(
    valuesOf(fields, rows, r => when(r.a.gt(0), r.b.divide(r.a)).when(r.a.eq(0), -1).otherwise(-2)),
    [-1, 5, -2, -2],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => when(r.a.gt(0), 'yes').end()),
    [N, 'yes', N, N],
  )
})

test('the right side of AND and OR is evaluated only for rows that need it', () => {
  const fields = { a: integer(), b: integer() }
  const rows = [
    [0, 1],
    [2, 10],
  ]
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.notEqual(0).and(r.b.divide(r.a).gt(1))),
    [F, T],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.eq(0).or(r.b.divide(r.a).gt(1))),
    [T, T],
  )
  assert.throws(() => valuesOf(fields, [[0, 1]], r => r.a.eq(0).and(r.b.divide(r.a).gt(1))), { code: 'DIVIDE_BY_ZERO' })
})

test('texts of different bytes are different, also where both read as U+FFFD', () => {
  const fields = { a: string(), b: string() }
  const [ff, fe] = [Uint8Array.of(0xff), Uint8Array.of(0xfe)]
  const rows = [
    [ff, fe],
    [fe, '\ufffd'],
    [ff, ff],
  ]
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.eq('\ufffd')),
    [F, F, F],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.notEqual(r.b)),
    [T, T, F],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.a.gt(r.b)),
    [T, T, F],
  )
  assert.deepEqual(
    valuesOf(fields, rows, r => r.b.isin('\ufffd')),
    [F, T, F],
  )
})
