import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Node } from '../../src/expressions/node.ts'
import type { BatchContext } from '../../src/operators/operator.ts'
import { staticJoin } from '../../src/operators/static-join.ts'
import type { JoinType, Plan, PlanOf } from '../../src/plan/plan.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { integer, type StructType, string, struct } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { GroupTable } from '../../src/state/group-table.ts'
import { all, column, compare, rowsOf } from '../support/join-driver.ts'

const streamSchema = struct({ k: string(), v: integer() })
const tableSchema = struct({ id: string(), n: integer() })

const table = (schema: StructType): Plan => ({
  kind: 'table',
  table: { description: 'test', schema, load: () => rowsOf(schema, []).batch },
  schema,
})

function stepOf(type: JoinType, condition: Node): PlanOf<'join'> {
  const schema = struct({ ...streamSchema.fields, ...tableSchema.fields })
  return { kind: 'join', left: table(streamSchema), right: table(tableSchema), type, condition, schema }
}

function contextTelling(onBadRecords: BatchContext['onBadRecords']): BatchContext {
  return {
    eventTimes: [],
    timeZone: 'UTC',
    batchTimestampUs: 0,
    wantedFields: new Map(),
    readers: new Map(),
    onBadRecords,
  }
}
const context = contextTelling(() => {})
const equal = compare('eq', column('k'), column('id'))
const numbered = (length: number, key: (i: number) => string | null) => Array.from({ length }, (_, i) => [key(i), i] as const)
const valuesOf = ({ columns, numRows }: ColumnBatch, at: number) =>
  Array.from({ length: numRows }, (_, row) => storedAt(columns[at]!, row))

for (const type of ['inner', 'leftOuter'] as const) {
  test(`rows that share a key with many come out piece by piece, those of a record together: ${type}`, () => {
    const operator = staticJoin(
      stepOf(type, equal),
      'left',
    )(
      rowsOf(
        tableSchema,
        numbered(1000, () => 'hot'),
      ).batch,
    )
    const numRows = 400
    const { batch } = rowsOf(
      streamSchema,
      numbered(numRows, i => (i % 100 === 7 ? 'cold' : 'hot')),
    )
    // Two rows of each record.
    const records = Int32Array.from({ length: numRows }, (_, row) => row >> 1)
    const pieces = [...operator({ batch, records }, context)]
    const alone = type === 'leftOuter' ? 4 : 0
    assert.equal(
      pieces.reduce((sum, piece) => sum + piece.batch.numRows, 0),
      396_000 + alone,
    )
    assert.ok(Math.max(...pieces.map(piece => piece.batch.numRows)) <= 65_536 + 65_536)
    const values = pieces.flatMap(piece => valuesOf(piece.batch, 1))
    assert.deepEqual(
      values,
      [...values].sort((a, b) => Number(a) - Number(b)),
      'in the order of the stream',
    )
    for (const [i, piece] of pieces.slice(1).entries())
      assert.ok(pieces[i]!.records!.at(-1)! < piece.records![0]!, 'no record in two pieces')
  })
}

test('keys of the stream that the table has not are forgotten again', t => {
  const sizes: number[] = []
  const encode = GroupTable.prototype.encode
  t.mock.method(GroupTable.prototype, 'encode', function (this: GroupTable, ...args: Parameters<typeof encode>) {
    const codes = encode.apply(this, args)
    sizes.push(this.size)
    return codes
  })
  const operator = staticJoin(
    stepOf('inner', equal),
    'left',
  )(
    rowsOf(
      tableSchema,
      numbered(10, i => `k${i}`),
    ).batch,
  )
  for (let chunk = 0; chunk < 100; chunk++) {
    const { batch } = rowsOf(
      streamSchema,
      numbered(1000, i => (i === 500 ? `k${chunk % 10}` : `other ${chunk} ${i}`)),
    )
    const found = [...operator({ batch, records: null }, context)].flatMap(piece => valuesOf(piece.batch, 3))
    assert.deepEqual(found, [chunk % 10])
  }
  assert.ok(Math.max(...sizes) < 12_000, `at most ${Math.max(...sizes)} keys`)
})

test('a bad record that a condition over pairs finds is the one of the stream whose text it is', () => {
  const json = (name: string): Node => ({
    kind: 'field',
    input: { kind: 'fromJson', input: column(name), schema: struct({ x: integer() }), options: { mode: 'PERMISSIVE' } },
    name: 'x',
  })
  const table = rowsOf(tableSchema, [
    ['not JSON', 1],
    ['{"x": 1}', 3],
    ['{"x": 1}', 3],
  ])
  const stream = rowsOf(streamSchema, [
    ['{"x": 1}', 1],
    ['{"x": 2}', 2],
    ['cut {', 3],
  ])
  for (const operator of ['eq', 'leq'] as const) {
    const told: [bad: number[], rows: number[]][] = []
    const telling = contextTelling((bad, reasons) => told.push([[...bad], [...new Set(reasons.map(({ row }) => row))]]))
    const condition = all(compare('eq', column('v'), column('n')), compare(operator, json('k'), json('id')))
    const pieces = staticJoin(stepOf('inner', condition), 'left')(table.batch)({ batch: stream.batch, records: null }, telling)
    assert.equal(
      [...pieces].reduce((sum, { batch }) => sum + batch.numRows, 0),
      0,
    )
    assert.deepEqual(told, [[[0, 0, 1], [2]]], operator)
  }
})
