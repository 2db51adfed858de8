import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Accumulator } from '../../src/expressions/accumulators/accumulator.ts'
import { aggregateNamed, aggregateNames } from '../../src/expressions/accumulators/registry.ts'
import type { Parameter } from '../../src/expressions/node.ts'
import { seededRandom } from '../../src/lab/random.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import type { ColumnVector } from '../../src/schema/column-vector.ts'
import {
  array,
  binary,
  boolean,
  byte,
  type DataType,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { takeValues } from '../../src/schema/take-rows.ts'
import { decodeColumnFile, encodeColumnFile } from '../../src/state/column-file.ts'

const GROUPS = 5
const random = seededRandom(7)
const below = (limit: number) => Math.floor(random() * limit)

const DECIMAL = decimal(20, 2)
const ALL = [
  byte(),
  short(),
  integer(),
  long(),
  float(),
  double(),
  DECIMAL,
  boolean(),
  date(),
  timestamp(),
  string(),
  binary(),
  array(integer()),
  struct({ x: string(), y: double() }),
]
const NUMBERS = ALL.slice(0, 7)
const WHOLE = ALL.slice(0, 4)

/** What each aggregate takes: types of its inputs, and parameters. */
const APPLICATIONS: Readonly<Record<string, readonly (readonly [inputs: readonly DataType[], ...parameters: Parameter[]])[]>> = {
  count: [[[]], [[integer(), string()]]],
  count_if: [[[boolean()]]],
  bool_and: [[[boolean()]]],
  bool_or: [[[boolean()]]],
  sum: NUMBERS.map(type => [[type]]),
  try_sum: NUMBERS.map(type => [[type]]),
  avg: NUMBERS.map(type => [[type]]),
  try_avg: NUMBERS.map(type => [[type]]),
  product: [[[float()]]],
  stddev_samp: NUMBERS.map(type => [[type]]),
  stddev_pop: [[[integer()]]],
  var_samp: [[[integer()]]],
  var_pop: [[[integer()]]],
  skewness: [[[integer()]]],
  kurtosis: [[[DECIMAL]]],
  covar_pop: [[[integer(), byte()]]],
  covar_samp: [[[integer(), float()]]],
  corr: [[[integer(), byte()]]],
  bit_and: WHOLE.map(type => [[type]]),
  bit_or: WHOLE.map(type => [[type]]),
  bit_xor: WHOLE.map(type => [[type]]),
  min: ALL.map(type => [[type]]),
  max: ALL.map(type => [[type]]),
  first: [...ALL, map(string(), long())].flatMap(type => [[[type], false] as const, [[type], true] as const]),
  last: [...ALL, map(string(), long())].flatMap(type => [[[type], false] as const, [[type], true] as const]),
  any_value: [[[string()], true]],
  max_by: ALL.flatMap(type => [[[string(), type]] as const, [[type, type], 7] as const]),
  min_by: ALL.flatMap(type => [[[type, double()]] as const, [[type, type], 2] as const]),
  collect_list: [...ALL, map(string(), long())].map(type => [[type]]),
  collect_set: ALL.map(type => [[type]]),
  listagg: [
    [[string()], ','],
    [[binary()], ''],
  ],
  mode: ALL.flatMap(type => [[[type], false] as const, [[type], true] as const]),
  approx_count_distinct: [...ALL, map(string(), long())].map(type => [[type], 0.2]),
  // Without doubles, because merging does not put NaN in order: in Spark neither.
  percentile_approx: [...NUMBERS.filter(type => type.kind !== 'double'), date(), timestamp()].flatMap(type => [
    [[type], 0.5, 10_000] as const,
    [[type], [0.1, 0.9], 10_000] as const,
  ]),
  percentile: NUMBERS.map(type => [[type], [0.25, 0.5]]),
  median: [[[double()]]],
}

function randomValue(type: DataType): Stored {
  switch (type.kind) {
    case 'boolean':
      return random() < 0.8
    case 'float':
      return Math.fround(below(8) / 4 - 1.1)
    case 'double':
      return [Number.NaN, -0, 0, 1.5, -2.25, 1e300, Number.POSITIVE_INFINITY][below(7)]!
    case 'long':
      return random() < 0.1 ? 2n ** 60n + BigInt(below(9)) * (random() < 0.5 ? 1n : -1n) : below(20) - 10
    case 'decimal':
      return BigInt(below(100) - 50)
    case 'string':
      return ['', 'a', 'ab', 'ß', '😀', 'a long text that does not fit into thirty-two bytes'][below(6)]!
    case 'binary':
      return Buffer.from([below(3), 255])
    case 'array':
      return Array.from({ length: below(3) }, () => maybe(type.element))
    case 'struct':
      return Object.values(type.fields).map(maybe)
    case 'map':
      return [[randomValue(type.key), maybe(type.value)]]
    default:
      return below(30) - 10
  }
}

const maybe = (type: DataType): Stored => (random() < 0.2 ? null : randomValue(type))

function randomColumn(type: DataType, rows: number): ColumnVector {
  return vectorOf(
    type,
    Array.from({ length: rows }, () => maybe(type)),
  )
}

/** Whether the last digits depend on how rows are put together. */
const isRounded = (name: string, type: DataType) =>
  ['product', 'stddev', 'var_', 'skew', 'kurt', 'cov', 'corr'].some(prefix => name.startsWith(prefix)) ||
  (['sum', 'try_sum', 'avg', 'try_avg'].includes(name) && ['long', 'float', 'double'].includes(type.kind))

const sequence = (start: number, end: number) => Int32Array.from({ length: end - start }, (_, i) => start + i)
const everyGroup = sequence(0, GROUPS)

/** Through bytes and back, as a checkpoint does. */
function reloaded(saved: readonly ColumnVector[]): readonly ColumnVector[] {
  const fields = Object.fromEntries(saved.map((column, i) => [`c${i}`, column.type]))
  const file = encodeColumnFile({ schema: struct(fields), numRows: GROUPS, columns: saved })
  return decodeColumnFile(file, 'memory').columns
}

const resultsOf = (accumulator: Accumulator): readonly unknown[] => {
  const vector = accumulator.finish(everyGroup)
  return Array.from(everyGroup, group => plain(storedAt(vector, group)))
}

/** Bytes as text and negative zero as zero, so that equal results look equal. */
function plain(value: Stored): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value)
  return typeof value === 'number' ? value + 0 : value
}

function assertSame(actual: readonly unknown[], expected: readonly unknown[], rounded: boolean): void {
  if (!rounded) assert.deepEqual(actual, expected)
  for (const [i, value] of actual.entries()) {
    if (typeof value !== 'number' || !Number.isFinite(value)) assert.deepEqual(value, expected[i])
    else
      assert.ok(
        Math.abs(value - (expected[i] as number)) <= 1e-9 * Math.max(1, Math.abs(value)),
        `${value} is not ${expected[i]}`,
      )
  }
}

test('every aggregate is among those that are tried here', () => {
  assert.deepEqual(Object.keys(APPLICATIONS).sort(), [...aggregateNames()].sort())
})

for (const [name, applications] of Object.entries(APPLICATIONS)) {
  test(`${name}: partials that are merged, saved and loaded on the way give what one pass gives`, () => {
    for (const [inputs, ...parameters] of applications) {
      const result = aggregateNamed(name).type(inputs, parameters)
      const fresh = () => {
        const accumulator = aggregateNamed(name).newAccumulator(inputs, result, parameters)
        accumulator.grow(GROUPS)
        return accumulator
      }
      for (let run = 0; run < 4; run++) {
        const rows = 40 + below(60)
        const groups = Int32Array.from({ length: rows }, () => below(GROUPS - 1))
        const drawn = inputs.map(type => randomColumn(type, rows))
        // Which of several rows with one ordering stays depends on the order of merging: here it makes no difference.
        const columns = inputs.length === 2 && parameters.length > 0 ? [drawn[0]!, drawn[0]!] : drawn
        const onePass = fresh()
        onePass.update(groups, columns, rows)

        let state = fresh()
        const partial = fresh()
        for (let start = 0; start < rows; ) {
          const end = Math.min(rows, start + 1 + below(30))
          const chunk = columns.map(column => takeValues(column, sequence(start, end)))
          partial.update(groups.slice(start, end), chunk, end - start)
          state.merge(partial, everyGroup, everyGroup)
          partial.clear(everyGroup)
          if (random() < 0.5) {
            const saved = reloaded(state.save(everyGroup))
            state = fresh()
            state.load(saved, everyGroup)
          }
          start = end
        }
        assertSame(resultsOf(state), resultsOf(onePass), isRounded(name, inputs[0] ?? result))
      }
    }
  })

  test(`${name}: a cleared group is like a fresh one, and its neighbours stay as they are`, () => {
    for (const [inputs, ...parameters] of applications) {
      const result = aggregateNamed(name).type(inputs, parameters)
      const [used, fresh] = [0, 1].map(() => aggregateNamed(name).newAccumulator(inputs, result, parameters))
      used!.grow(GROUPS)
      fresh!.grow(GROUPS)
      const columns = inputs.map(type => randomColumn(type, 60))
      used!.update(
        Int32Array.from({ length: 60 }, (_, i) => i % GROUPS),
        columns,
        60,
      )
      const before = resultsOf(used!)
      used!.clear(Int32Array.of(1, 3))
      const after = resultsOf(used!)
      const empty = resultsOf(fresh!)
      assert.deepEqual([after[1], after[3]], [empty[1], empty[3]])
      assert.deepEqual([after[0], after[2], after[4]], [before[0], before[2], before[4]])
      assert.deepEqual(used!.finish(everyGroup).type, result)
      assert.deepEqual(
        used!.save(new Int32Array(0)).map(column => column.type),
        used!.save(everyGroup).map(column => column.type),
      )
    }
  })
}
