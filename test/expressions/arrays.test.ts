// Arrays in expressions; what Spark gives for them is held by test/spark/cases/collections*.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nodeOf } from '../../src/expressions/column.ts'
import {
  arrayAppend,
  arrayContains,
  arrayOf,
  arraySort,
  elementAt,
  get,
  size,
  slice,
  tryElementAt,
} from '../../src/expressions/functions/arrays.ts'
import { aggregate, exists, filter, transform, zipWith } from '../../src/expressions/functions/arrays-lambda.ts'
import { arrayDistinct, arrayUnion, sequence } from '../../src/expressions/functions/arrays-sets.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { concat, upper } from '../../src/expressions/functions/text.ts'
import { printNode } from '../../src/expressions/print-node.ts'
import { array, double, integer, long, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { SluiceError } from '../../src/util/error.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const FIELDS = { a: array(integer()), s: array(string()), n: array(array(integer())), i: integer(), x: string() }
const rows = [
  [[1, 2, 3], ['a', 'b'], [[1], [2, 3]], 2, 'x'],
  [[], [], [], 0, 'y'],
  [null, null, null, null, null],
  [[null, 4], ['c'], [null, []], -1, 'z'],
]
const isCondition = (condition: string) => (thrown: unknown) =>
  thrown instanceof SluiceError && thrown.message.startsWith(`[${condition}]`)

test('elementAt counts from 1 and from the end, get from 0', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => tryElementAt(t.a, -1)),
    [3, null, null, 4],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => get(t.a, 0)),
    [1, null, null, null],
  )
  assert.throws(() => valuesOf(FIELDS, rows, t => elementAt(t.a, 3)), isCondition('INVALID_ARRAY_INDEX_IN_ELEMENT_AT'))
  assert.throws(() => valuesOf(FIELDS, rows, t => tryElementAt(t.a, 0)), isCondition('INVALID_INDEX_OF_ZERO'))
})

test('an array that is not there has no size, no parts and no elements to look for', () => {
  const none = [[null, null, null, 1, 'x']]
  assert.deepEqual(
    valuesOf(FIELDS, none, t => size(t.a)),
    [null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, none, t => slice(t.a, 1, 1)),
    [null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, none, t => arrayContains(t.a, 1)),
    [null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, none, t => transform(t.a, x => x.plus(1))),
    [null],
  )
})

test('a value is not contained for sure where an element is null', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => arrayContains(t.a, 3)),
    [true, false, null, null],
  )
})

test('elements are the same where Spark holds them to be: NaN, zeros, longs beyond 2^53', () => {
  const big = 2n ** 60n
  assert.deepEqual(
    oneValueOf({ d: array(double()) }, [[0, -0, Number.NaN, Number.NaN, null, null]], t => arrayDistinct(t.d)),
    [0, Number.NaN, null],
  )
  assert.deepEqual(
    oneValueOf({ l: array(long()) }, [[big, 5, big, 5n]], t => arrayDistinct(t.l)),
    [big, 5n],
  )
})

test('numbers of two types meet in the wider one', () => {
  const fields = { a: array(integer()), l: array(long()) }
  assert.deepEqual(
    oneValueOf(fields, [[1], [2n ** 60n]], t => arrayUnion(t.a, t.l)),
    [1n, 2n ** 60n],
  )
  assert.deepEqual(
    oneValueOf(FIELDS, [[1], null, null, 2, null], t => arrayAppend(t.a, t.i.cast('double'))),
    [1, 2],
  )
})

test('text is put in order by its bytes', () => {
  assert.deepEqual(
    oneValueOf(FIELDS, [null, ['\u{1F600}', '\uFFFD', 'é', null, 'z'], null, null, null], t => arraySort(t.s)),
    ['z', 'é', '\uFFFD', '\u{1F600}', null],
  )
})

test('a function of a program is read once and sees the columns around it', () => {
  let calls = 0
  const values = valuesOf(FIELDS, rows, t =>
    transform(t.s, s => {
      calls++
      return concat(upper(s), t.x)
    }),
  )
  assert.deepEqual(values, [['Ax', 'Bx'], [], null, ['Cz']])
  assert.equal(calls, 1)
})

test('functions inside functions each have their own element', () => {
  const nested = valuesOf(FIELDS, rows, t => transform(t.n, l => transform(l, x => x.plus(size(l)).plus(t.i))))
  assert.deepEqual(nested, [[[4], [6, 7]], [], null, [null, []]])
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => aggregate(t.n, lit(0), (sum, l) => sum.plus(aggregate(l, lit(0), (s, x) => s.plus(x))))),
    [6, 0, null, null],
  )
})

test('exists asks no element behind the first that holds', () => {
  const inverse = (list: number[]) =>
    oneValueOf(FIELDS, [list, null, null, null, null], t => exists(t.a, x => lit(1).divide(x).gt(0.5)))
  assert.equal(inverse([1, 0]), true)
  assert.throws(() => inverse([0, 1]), isCondition('DIVIDE_BY_ZERO'))
})

test('lists of very different lengths are folded alike', () => {
  const lists = Array.from({ length: 300 }, (_, n) => [Array.from({ length: n % 7 === 0 ? n : n % 3 }, (_, i) => i)])
  const sums = valuesOf({ a: array(integer()) }, lists, t =>
    aggregate(
      t.a,
      lit(0),
      (s, x) => s.plus(x),
      s => s.cast('string'),
    ),
  )
  assert.deepEqual(
    sums,
    lists.map(([list]) => String(list!.reduce((sum, x) => sum + x, 0))),
  )
})

test('zipWith gives null where a list has no more', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => zipWith(t.a, t.s, (x, s) => x.isNull().or(s.isNull()))),
    [[false, false, true], [], null, [true, true]],
  )
})

test('JSON that cannot be read inside an element is a bad record of its row', () => {
  const bad: { row: number; reason: string }[] = []
  const schema = struct({ v: integer() })
  const values = valuesOf(
    { s: array(string()) },
    [[['{"v":1}']], [['{"v":2}', '{oops']], [[]]],
    t => transform(t.s, s => fromJson(s, schema).v),
    {
      bad,
    },
  )
  assert.deepEqual(values, [[1], [2, null], []])
  assert.deepEqual(
    bad.map(({ row }) => row),
    [1],
  )
})

test('a null element and a filter that is null are left out of filter', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => filter(t.a, x => x.gt(1))),
    [[2, 3], [], null, [4]],
  )
})

test('a sequence of moments follows the clock of the session over a change of offset', () => {
  const start = Date.UTC(2024, 10, 2, 8) * 1000
  const days = oneValueOf({ b: timestamp(), e: timestamp() }, [start, start + 3 * 86_400e6], t => sequence(t.b, t.e))
  assert.deepEqual(
    days,
    [0, 1, 2, 3].map(day => start + day * 86_400e6),
  )
  const zoned = valuesOf({ b: timestamp(), e: timestamp() }, [[start, start + 3 * 86_400e6]], t => sequence(t.b, t.e), {
    timeZone: 'America/Los_Angeles',
  })
  assert.deepEqual(zoned, [[start, start + 86_400e6, start + 2 * 86_400e6 + 3600e6]])
})

test('a function of a program prints as in Spark', () => {
  const node = { a: array(integer()) }
  let printed = ''
  valuesOf(node, [[[1]]], t => {
    const column = transform(t.a, x => x.plus(1))
    printed = printNode(nodeOf(column))
    return column
  })
  assert.equal(printed, 'transform(a, lambdafunction((lambda x_1 + 1), lambda x_1))')
})

test('what has no common type is refused with both types', () => {
  assert.throws(
    () => valuesOf(FIELDS, rows, t => arrayOf(t.i, t.x as never)),
    /\[DATATYPE_MISMATCH\.DATA_DIFF_TYPES\].*int, string/,
  )
  assert.throws(
    () => valuesOf(FIELDS, rows, t => filter(t.a, ((x: unknown) => x) as never)),
    isCondition('DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE'),
  )
})
