import type { ByteValues } from '../../src/schema/byte-values.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
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
  fieldsOf,
  float,
  integer,
  long,
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'

/** All types of single values, and a list among them: its chunk must come to stand between the others. */
export const schema = struct({
  text: string(),
  bytes: binary(),
  flag: boolean(),
  tiny: byte(),
  small: short(),
  whole: integer(),
  day: date(),
  huge: long(),
  at: timestamp(),
  rate: float(),
  tags: array(string()),
  amount: double(),
  price: decimal(9, 2),
  sum: decimal(18, 4),
  wide: decimal(30, 5),
})

/** The same numbers for the same seed, 0 to 1. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Part {
  readonly batch: ColumnBatch
  readonly rows: Int32Array | undefined
}

/** Some batches, with the rows to take of each. Columns are alike or different, without nulls or full of them, as chance has it. */
export function randomParts(seed: number): Part[] {
  const random = randomOf(seed)
  const among = (count: number) => Math.floor(random() * count)
  const habits = fieldsOf(schema).map(({ type }) => ({
    values: valuesOf(type, random, [1, 2, 9, 300, 1e9][among(5)]!),
    nulls: [0, 0, 0.01, 0.5, 0.99, 1][among(6)]!,
  }))
  const size = [0, 1, 7, 8, 9, 100, 3000, 9000][among(8)]!
  return Array.from({ length: 1 + among(4) }, () => {
    const length = among(2) === 0 ? size : among(size + 1)
    const columns = fieldsOf(schema).map(({ type }, i) => {
      const { values, nulls } = habits[i]!
      // Nulls come one by one, or in runs.
      const run = 1 + among(40)
      let isNull = false
      const stored = Array.from({ length }, (_, row) => {
        if (row % run === 0) isNull = random() < nulls
        return isNull ? null : values()
      })
      const vector = vectorOf(type, stored)
      return vector.layout === 'utf8' && among(2) === 0 ? scattered(vector, random) : vector
    })
    const batch = { schema, numRows: length, columns }
    if (among(3) > 0 || length === 0) return { batch, rows: undefined }
    return { batch, rows: Int32Array.from({ length: among(length + 1) }, () => among(length)) }
  })
}

/** What the parts hold, column by column. */
export function storedColumns(parts: readonly Part[]): Stored[][] {
  return fieldsOf(schema).map((_, i) =>
    parts.flatMap(({ batch, rows }) =>
      Array.from({ length: rows?.length ?? batch.numRows }, (_, row) => storedAt(batch.columns[i]!, rows?.[row] ?? row)),
    ),
  )
}

/** The same texts as entries without codes, in a buffer of other things, in any order. */
function scattered(vector: ColumnVector & { layout: 'utf8' }, random: () => number): ColumnVector {
  const { length, dictionary, codes } = vector
  const bytes = new Uint8Array(dictionary.bytes.length + 64).fill(255)
  bytes.set(dictionary.bytes, 32)
  const starts = new Int32Array(length)
  const ends = new Int32Array(length)
  const order = Int32Array.from({ length }, (_, i) => i).sort(() => random() - 0.5)
  for (let row = 0; row < length; row++) {
    const entry = codes![row]!
    starts[order[row]!] = (dictionary.starts[entry] ?? 0) + 32
    ends[order[row]!] = (dictionary.ends[entry] ?? 0) + 32
  }
  const entries: ByteValues = { bytes: bytes.subarray(0), starts, ends, length }
  if (random() < 0.5) return { ...vector, codes: order, dictionary: entries }
  const inOrder = { starts: starts.map((_, row) => starts[order[row]!]!), ends: ends.map((_, row) => ends[order[row]!]!) }
  return { ...vector, codes: null, dictionary: { ...entries, ...inOrder } }
}

const TEXTS = [
  '',
  'a',
  'abc',
  'häß',
  '寿司',
  '😀',
  '\u0000',
  'x'.repeat(127),
  'y'.repeat(128),
  'é'.repeat(64),
  'z'.repeat(300),
  '\uFFFF',
]
const BROKEN = [Uint8Array.of(0xc3), Uint8Array.of(0xa9, 65), Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(97, 0xff, 98)]
const DOUBLES = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -1.7976931348623157e308, 0.1]
const LONGS = [0n, -1n, 9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n, -4294967296n, 4294967295n, -2147483649n]

/** Values of a type, at most so many different ones. */
function valuesOf(type: DataType, random: () => number, different: number): () => Stored {
  const isHostile = random() < 0.5
  const known = new Map<number, Stored>()
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const integerOf = (bits: number) =>
    isHostile ? one([0, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1))]) : Math.floor((random() - 0.5) * 2 ** bits)
  const unscaled = (digits: number) => {
    const limit = 10n ** BigInt(digits) - 1n
    return isHostile ? one([0n, limit, -limit, -1n]) : BigInt(Math.floor((random() - 0.5) * 1e9)) % limit
  }
  const fresh = (): Stored => {
    switch (type.kind) {
      case 'string':
        return isHostile ? one<Stored>([...TEXTS, ...BROKEN]) : `txn_${Math.floor(random() * 1e9)}`
      case 'binary':
        return Uint8Array.from({ length: Math.floor(random() * 9) }, () => random() * 256)
      case 'boolean':
        return random() < 0.5
      case 'byte':
        return integerOf(8)
      case 'short':
        return integerOf(16)
      case 'integer':
      case 'date':
        return integerOf(32)
      case 'long':
      case 'timestamp':
        return isHostile ? one(LONGS) : Math.floor((random() - 0.5) * 2 ** 53)
      case 'float':
        return Math.fround(isHostile ? one(DOUBLES) : random() * 1000 - 500)
      case 'double':
        return isHostile ? one(DOUBLES) : Math.round(random() * 1e6) / 100
      case 'decimal':
        return unscaled(type.precision)
      default:
        return Array.from({ length: Math.floor(random() * 3) }, () => `t${Math.floor(random() * 5)}`)
    }
  }
  return () => {
    const which = Math.floor(random() * different)
    if (!known.has(which)) known.set(which, fresh())
    return known.get(which)!
  }
}
