import type { Node } from '../../src/expressions/node.ts'
import type { JsonReader } from '../../src/formats/json/from-json.ts'
import type { Rows } from '../../src/operators/rows.ts'
import type { StateChanges, StatefulBatch, StatefulContext } from '../../src/operators/stateful-operator.ts'
import { streamJoin } from '../../src/operators/stream-join.ts'
import type { JoinType, Plan, PlanOf } from '../../src/plan/plan.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { type DataType, integer, long, type StructType, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import type { JoinState } from '../../src/state/join-state.ts'
import { type Steps, stepwise } from '../../src/util/steps.ts'

export type Row = readonly Stored[]

export const leftSchema = struct({ k: string(), v: integer(), t: timestamp() })
export const rightSchema = struct({ k2: string(), w: integer(), u: timestamp() })
export const SECOND = 1_000_000

export const column = (name: string): Node => ({ kind: 'column', name })
export const compare = (operator: 'eq' | 'lt' | 'leq' | 'geq', left: Node, right: Node): Node => ({
  kind: 'comparison',
  operator,
  left,
  right,
})
export const later = (name: string, seconds: number): Node => ({
  kind: 'call',
  name: 'timestamp_add_interval',
  args: [column(name), { kind: 'literal', value: seconds * SECOND, type: long() }],
})
export const all = (...nodes: Node[]): Node => nodes.reduce((left, right) => ({ kind: 'and', left, right }))

function source(schema: StructType): Plan {
  const open = () => {
    throw new Error('not opened')
  }
  return { kind: 'source', source: { description: 'test', schema, open }, schema }
}

export const marked = (schema: StructType, name: string): Plan => ({
  kind: 'watermark',
  input: source(schema),
  column: name,
  delayUs: 0,
  schema,
})

export const equalKeys = compare('eq', column('k'), column('k2'))
/** u within 5 s of t. */
export const within = all(equalKeys, compare('geq', column('u'), later('t', -5)), compare('leq', column('u'), later('t', 5)))

export function step(
  type: JoinType,
  condition: Node,
  left = marked(leftSchema, 't'),
  right = marked(rightSchema, 'u'),
): PlanOf<'join'> {
  const fields = type === 'leftSemi' ? left.schema.fields : { ...left.schema.fields, ...right.schema.fields }
  return { kind: 'join', left, right, type, condition, schema: { kind: 'struct', fields } }
}

export function rowsOf(schema: StructType, rows: readonly Row[]): Rows {
  const types = Object.values(schema.fields)
  const columns = types.map((type, i) =>
    vectorOf(
      type as DataType,
      rows.map(row => row[i] ?? null),
    ),
  )
  return { batch: { schema, numRows: rows.length, columns }, records: null }
}

export function context(lateWatermarkMs: number, watermarkMs: number): StatefulContext {
  return {
    batchId: 0,
    outputMode: 'append',
    lateWatermarkMs,
    watermarkMs,
    timeZone: 'UTC',
    batchTimestampUs: 0,
    wantedFields: new Map(),
    readers: new Map<Node, JsonReader>(),
    onBadRecords() {},
  }
}

/** Work that may stop, done to its end. */
export function done<T extends object>(work: Steps<T>): T {
  const steps = stepwise(work)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** A join driven by hand. */
export function joinOf(plan: PlanOf<'join'>) {
  const operator = streamJoin(plan)
  let state = operator.newState() as JoinState
  return {
    operator,
    get state() {
      return state
    },
    restore(files: readonly (readonly ColumnBatch[])[]) {
      state = operator.newState() as JoinState
      for (const [i, table] of state.tables.entries()) for (const file of files[i]!) table.load(file, 'test')
    },
    batch(left: readonly Row[], right: readonly Row[], lateMs = 0, watermarkMs = lateMs) {
      const output: Row[] = []
      const batch: StatefulBatch = operator.begin(state, context(lateMs, watermarkMs), ({ batch: { columns, numRows } }) => {
        for (let row = 0; row < numRows; row++) output.push(columns.map(vector => storedAt(vector, row)))
      })
      const taken = [
        done(batch.add(0, rowsOf(plan.left.schema, left), () => null)),
        done(batch.add(1, rowsOf(plan.right.schema, right), () => null)),
      ]
      const changes: StateChanges = done(batch.finish())
      return { output, changes, taken, lateGroups: batch.lateGroups }
    },
  }
}

export const at = (seconds: number | null) => (seconds === null ? null : seconds * SECOND)
