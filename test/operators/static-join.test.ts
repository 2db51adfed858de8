import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Node } from '../../src/expressions/node.ts'
import type { JsonReader } from '../../src/formats/json/from-json.ts'
import type { BatchContext } from '../../src/operators/operator.ts'
import type { Rows } from '../../src/operators/rows.ts'
import { staticJoin } from '../../src/operators/static-join.ts'
import type { JoinType, Plan, PlanOf } from '../../src/plan/plan.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { integer, long, type StructType, string, struct } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { seeded } from '../support/seeded.ts'

type Row = readonly Stored[]

const leftSchema = struct({ k: string(), v: integer() })
const rightSchema = struct({ id: string(), n: long(), nested: struct({ x: integer() }) })

const column = (name: string): Node => ({ kind: 'column', name })
const equal: Node = { kind: 'comparison', operator: 'eq', left: column('k'), right: column('id') }
const less: Node = { kind: 'comparison', operator: 'lt', left: column('v'), right: column('n') }
const all = (left: Node, right: Node): Node => ({ kind: 'and', left, right })

const table = (schema: StructType): Plan => ({
  kind: 'table',
  table: { description: 'test', schema, load: () => batchOf(schema, []) },
  schema,
})

function batchOf(schema: StructType, rows: readonly Row[]): ColumnBatch {
  const columns = Object.values(schema.fields).map((type, i) =>
    vectorOf(
      type,
      rows.map(row => row[i] ?? null),
    ),
  )
  return { schema, numRows: rows.length, columns }
}

function stepOf(type: JoinType, condition: Node | null): PlanOf<'join'> {
  const isPairing = type !== 'leftSemi' && type !== 'leftAnti'
  const fields = isPairing ? { ...leftSchema.fields, ...rightSchema.fields } : leftSchema.fields
  return { kind: 'join', left: table(leftSchema), right: table(rightSchema), type, condition, schema: struct(fields) }
}

const context: BatchContext = {
  eventTimes: [],
  timeZone: 'UTC',
  batchTimestampUs: 0,
  wantedFields: new Map(),
  readers: new Map<Node, JsonReader>(),
  onBadRecords() {},
}

function rowsOf({ numRows, columns }: ColumnBatch): Row[] {
  return Array.from({ length: numRows }, (_, row) => columns.map(vector => storedAt(vector, row)))
}

/** A stream on the left and a table on the right, in two chunks of one batch. */
function streamLeft(type: JoinType, condition: Node | null, stream: readonly Row[], rows: readonly Row[]) {
  const operator = staticJoin(stepOf(type, condition), 'left')(batchOf(rightSchema, rows))
  const half = Math.ceil(stream.length / 2)
  return [stream.slice(0, half), stream.slice(half)].map(part =>
    whole(operator({ batch: batchOf(leftSchema, part), records: null }, context)),
  )
}

/** The output of a few rows, which comes in one piece. */
function whole(pieces: Iterable<Rows>): Rows {
  const [rows, ...more] = pieces
  assert.equal(more.length, 0)
  return rows!
}

test('each row keeps the number of its record, ascending, whether it meets none, one or several', () => {
  const [rows] = streamLeft(
    'leftOuter',
    equal,
    [
      ['a', 1],
      ['x', 2],
      ['b', 3],
      [null, 4],
      [null, 5],
      [null, 6],
      [null, 7],
      [null, 8],
    ],
    [
      ['b', 1, [1]],
      ['a', 2, null],
      ['a', 3, [3]],
    ],
  )
  assert.deepEqual([...rows!.records!], [0, 0, 1, 2, 3])
  assert.deepEqual(rowsOf(rows!.batch), [
    ['a', 1, 'a', 2, null],
    ['a', 1, 'a', 3, [3]],
    ['x', 2, null, null, null],
    ['b', 3, 'b', 1, [1]],
    [null, 4, null, null, null],
  ])
})

test('records that stand for several rows keep their numbers', () => {
  const operator = staticJoin(stepOf('inner', equal), 'left')(batchOf(rightSchema, [['a', 1, null]]))
  const rows = whole(
    operator(
      {
        batch: batchOf(leftSchema, [
          ['a', 1],
          ['b', 2],
          ['a', 3],
        ]),
        records: Int32Array.of(4, 7, 7),
      },
      context,
    ),
  )
  assert.deepEqual([...rows.records!], [4, 7])
})

test('an empty table: inner gives nothing, left all rows with nulls, leftAnti all rows', () => {
  const stream: Row[] = [
    ['a', 1],
    [null, 2],
  ]
  const outputs = (type: JoinType, condition: Node | null) =>
    streamLeft(type, condition, stream, []).flatMap(({ batch }) => rowsOf(batch))
  assert.deepEqual(outputs('inner', equal), [])
  assert.deepEqual(outputs('cross', null), [])
  assert.deepEqual(outputs('leftOuter', less), [
    ['a', 1, null, null, null],
    [null, 2, null, null, null],
  ])
  assert.deepEqual(outputs('leftAnti', equal), stream)
  assert.deepEqual(outputs('leftSemi', equal), [])
})

test('a table that is large is met in pieces', () => {
  const rows = Array.from({ length: 70_000 }, (_, i): Row => [`k${i}`, i, null])
  const found = streamLeft(
    'inner',
    less,
    [
      ['a', 69_990],
      ['b', 69_998],
    ],
    rows,
  ).flatMap(({ batch }) => rowsOf(batch))
  assert.deepEqual(
    found.map(([k, , , n]) => [k, n]),
    [...[69_991, 69_992, 69_993, 69_994, 69_995, 69_996, 69_997, 69_998, 69_999].map(n => ['a', n]), ['b', 69_999]],
  )
})

const kinds: readonly [JoinType, 'left' | 'right'][] = [
  ['inner', 'left'],
  ['leftOuter', 'left'],
  ['leftSemi', 'left'],
  ['leftAnti', 'left'],
  ['inner', 'right'],
  ['rightOuter', 'right'],
]
for (const [type, side] of kinds) {
  test(`random rows give what loops over both sides give: ${type}, stream on the ${side}`, () => {
    const random = seeded(3)
    const conditions: readonly [Node, (k: Row, id: Row) => boolean][] = [
      [equal, (a, b) => a[0] !== null && a[0] === b[0]],
      [less, (a, b) => a[1] !== null && b[1] !== null && (a[1] as number) < (b[1] as number)],
      [
        all(equal, less),
        (a, b) => a[0] !== null && a[0] === b[0] && a[1] !== null && b[1] !== null && (a[1] as number) < (b[1] as number),
      ],
    ]
    const key = () => (random.int(0, 6) === 0 ? null : `k${random.int(0, 4)}`)
    const number = () => (random.int(0, 6) === 0 ? null : random.int(0, 9))
    for (let round = 0; round < 60; round++) {
      const left = Array.from({ length: random.int(0, 8) }, (): Row => [key(), number()])
      const right = Array.from(
        { length: random.int(0, 8) },
        (): Row => [key(), number(), random.int(0, 3) === 0 ? null : [number()]],
      )
      for (const [condition, meets] of conditions) {
        const operator = staticJoin(
          stepOf(type, condition),
          side,
        )(side === 'left' ? batchOf(rightSchema, right) : batchOf(leftSchema, left))
        const stream = side === 'left' ? batchOf(leftSchema, left) : batchOf(rightSchema, right)
        const pairs = left.flatMap(a => right.filter(b => meets(a, b)).map(b => [...a, ...b]))
        const alone =
          side === 'left' ? left.filter(a => !right.some(b => meets(a, b))) : right.filter(b => !left.some(a => meets(a, b)))
        const expected: Record<string, Row[]> = {
          inner: pairs,
          leftOuter: [...pairs, ...alone.map(row => [...row, null, null, null])],
          rightOuter: [...pairs, ...alone.map(row => [null, null, ...row])],
          leftSemi: left.filter(a => right.some(b => meets(a, b))),
          leftAnti: alone,
        }
        const sorted = (rows: readonly Row[]) => rows.map(row => JSON.stringify(row)).sort()
        assert.deepEqual(
          sorted(rowsOf(whole(operator({ batch: stream, records: null }, context)).batch)),
          sorted(expected[type]!),
        )
      }
    }
  })
}
