import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonReader } from '../../../src/formats/json/from-json.ts'
import { recordParser } from '../../../src/formats/json/parse-record.ts'
import { byteValuesOf } from '../../../src/schema/byte-values.ts'
import { type Stored, vectorOf } from '../../../src/schema/column-builder.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../../../src/schema/column-vector.ts'
import {
  boolean,
  byte,
  date,
  double,
  fieldsOf,
  float,
  integer,
  long,
  type StructType,
  short,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { valueAt } from '../../../src/schema/value-at.ts'
import { hostileRecords, randomOf, type ValueKind } from './hostile-records.ts'

const seed = Number(process.env.SLUICE_SEED ?? Math.floor(Math.random() * 2 ** 31))

const SCHEMAS: readonly (readonly [StructType, readonly (readonly [string, ValueKind])[]])[] = [
  [
    struct({
      transaction_id: string(),
      user_id: string(),
      amount: double(),
      type: string(),
      timestamp: string(),
      location: string(),
    }),
    [
      ['transaction_id', 'string'],
      ['user_id', 'string'],
      ['amount', 'number'],
      ['type', 'string'],
      ['timestamp', 'string'],
      ['location', 'string'],
    ],
  ],
  [
    struct({
      id: long(),
      a: integer(),
      b: double(),
      ok: boolean(),
      at: timestamp(),
      day: date(),
      since: timestamp(),
      _corrupt_record: string(),
    }),
    [
      ['id', 'integer'],
      ['a', 'integer'],
      ['b', 'number'],
      ['ok', 'boolean'],
      ['at', 'string'],
      ['day', 'string'],
      ['since', 'integer'],
    ],
  ],
  [
    struct({ größe: double(), a: string() }),
    [
      ['größe', 'number'],
      ['unknown', 'string'],
      ['a', 'string'],
    ],
  ],
  [
    struct({ b: byte(), s: short(), f: float(), g: float() }),
    [
      ['b', 'small'],
      ['s', 'small'],
      ['f', 'number'],
      ['g', 'integer'],
    ],
  ],
]

function utf8Vector(records: readonly Buffer[], random: () => number): Utf8Vector {
  const values = byteValuesOf(records)
  if (random() < 0.5)
    return { layout: 'utf8', type: string(), length: records.length, validity: null, codes: null, dictionary: values }
  const validity = Uint8Array.from(records, () => (random() < 0.02 ? 0 : 1))
  const codes = Int32Array.from(records, (_, row) => (random() < 0.1 ? Math.floor(random() * records.length) : row))
  return { layout: 'utf8', type: string(), length: records.length, validity, codes, dictionary: values }
}

for (const [number, [schema, fields]] of SCHEMAS.entries()) {
  test(`the scanner reads what the careful path reads, schema ${number + 1}, seed ${seed}`, () => {
    const random = randomOf(seed + number)
    const next = hostileRecords(fields, seed + number)
    const parse = recordParser(schema)
    const names = fieldsOf(schema).map(field => field.name)
    for (let round = 0; round < 4; round++) {
      const wanted = round === 0 ? names : names.filter(() => random() < 0.5)
      const reader = jsonReader(schema, wanted)
      for (let read = 0; read < 3; read++) {
        const records = Array.from({ length: 7000 }, next)
        const input = utf8Vector(records, random)
        const result = reader.read(input)
        const expected = records.map((_, row) => {
          if (input.validity?.[row] === 0) return { value: null, bad: null }
          const record = records[input.codes === null ? row : input.codes[row]!]!
          return parse(record, 0, record.length)
        })
        const reasons = expected.flatMap(({ bad }, row) => (bad === null ? [] : [{ row, reason: bad }]))
        assert.deepEqual(result.reasons, reasons)
        assert.deepEqual(
          Array.from(result.bad ?? new Uint8Array(records.length)),
          expected.map(({ bad }) => (bad === null ? 0 : 1)),
        )
        assert.deepEqual(
          result.struct.fields.map(column => column.type),
          fieldsOf(schema).flatMap(field => (wanted.includes(field.name) ? [field.type] : [])),
        )
        for (const [i, field] of fieldsOf(result.struct.type).entries()) {
          const index = names.indexOf(field.name)
          const column = vectorOf(field.type, expected.map(({ value }): Stored => value?.[index] ?? null).map(asBytes))
          for (let row = 0; row < records.length; row++) {
            const actual = comparable(result.struct.fields[i]!, row)
            const right = comparable(column, row)
            if (!Object.is(actual, right)) assert.deepEqual(actual, right, `${field.name} of ${records[row]}`)
          }
        }
        for (let row = 0; row < records.length; row++) {
          assert.equal(result.struct.validity?.[row] ?? 1, expected[row]!.value === null ? 0 : 1)
        }
      }
    }
  })
}

/** Moments and days as they are stored: hostile ones lie beyond a JavaScript Date. */
function comparable(vector: ColumnVector, row: number): unknown {
  if (isNullAt(vector, row)) return null
  if (vector.layout === 'int64') return BigInt(vector.values[row]!)
  return vector.layout === 'int32' ? vector.values[row] : valueAt(vector, row)
}

/** Texts with what JSON cannot hold are compared as bytes are read. */
function asBytes(value: Stored): Stored {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value
}
