import { accumulatorFor } from '../expressions/accumulators/accumulator-for.ts'
import { evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import { nodeLabel } from '../expressions/node-key.ts'
import { typeOf, WINDOW_TYPE } from '../expressions/type-of.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { ColumnVector, Int64Vector } from '../schema/column-vector.ts'
import { eventEndsUs } from '../state/event-ends.ts'
import { GroupTable } from '../state/group-table.ts'
import type { GroupedShape } from '../state/grouped-accumulators.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { type SessionBounds, SessionState } from '../state/session-state.ts'
import { LateRows } from './late-rows.ts'
import { mergeSessions } from './merge-sessions.ts'
import type { Rows } from './rows.ts'
import { sortRows } from './sort-rows.ts'
import type { StatefulBatch, StatefulContext, StatefulOperator } from './stateful-operator.ts'

interface OpenSessions extends OperatorState {
  readonly sessions: SessionState
}

const TIMESTAMP = { kind: 'timestamp' } as const
const INTEGER = { kind: 'integer' } as const

/**
 * `groupBy(sessionWindow(…), …).agg(…)`: rows that follow each other by at most their gap are one session.
 *
 * @see Spark `AggUtils.planStreamingAggregationForSession`
 */
export function sessionAggregateOperator(step: PlanOf<'aggregate'>): StatefulOperator {
  const keys = step.keys.filter(({ name }) => name !== step.session)
  const nodes = step.aggregates.map(({ node }) => node as Node & { kind: 'aggregate' })
  const shape: GroupedShape = {
    keys: keys.map(({ name, node }) => ({ name, type: typeOf(node, step.input.schema) })),
    aggregates: nodes.map(nodeLabel),
    newAccumulators: () => nodes.map(node => accumulatorFor(node, step.input.schema)),
  }
  return {
    name: 'sessionWindowStateStoreSaveExec',
    schema: step.schema,
    settings: 'session',
    newState(): OpenSessions {
      const sessions = new SessionState(shape)
      return { sessions, tables: [sessions], earliestEndUs: () => sessions.earliestEndUs() }
    },
    begin: (state, context, out) => sessionBatch(step, shape, (state as OpenSessions).sessions, context, out),
    outputWatermarkMs: inputMs => inputMs,
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs, mode) => mode !== 'complete' && watermarkMs > lastWatermarkMs,
  }
}

function sessionBatch(
  step: PlanOf<'aggregate'>,
  shape: GroupedShape,
  state: SessionState,
  context: StatefulContext,
  out: (rows: Rows) => void,
): StatefulBatch {
  const keys = step.keys.filter(({ name }) => name !== step.session)
  const session = step.keys.find(({ name }) => name === step.session)!
  const isMarked = session.node.kind === 'column' && eventTimeColumns(step.input).has(session.node.name)
  const nodes = step.aggregates.map(({ node }) => node as Node & { kind: 'aggregate' })
  const late = new LateRows(isMarked ? context.lateWatermarkMs : Number.NEGATIVE_INFINITY)
  // A group is the rows of one partition with the same key and the same session: what Spark aggregates before it merges.
  const table = new GroupTable([...shape.keys.map(({ type }) => type), TIMESTAMP, TIMESTAMP, INTEGER])
  const accumulators = shape.newAccumulators()
  const width = shape.keys.length
  let partition = 0

  return {
    add(_, rows, isBad) {
      const { batch } = rows
      const done = new Map<Node, ColumnVector>()
      const { starts, ends } = boundsOf(evaluate(session.node, batch, context, done))
      const vectors = keys.map(({ node }) => evaluate(node, batch, context, done))
      const ordinal: ColumnVector = {
        layout: 'int32',
        type: INTEGER,
        length: batch.numRows,
        validity: null,
        values: new Int32Array(batch.numRows).fill(partition),
      }
      const groups = table.encode([...vectors, starts, ends, ordinal], batch.numRows)
      for (const [i, accumulator] of accumulators.entries()) {
        accumulator.grow(table.size)
        const inputs = nodes[i]!.inputs.map(input => evaluate(input, batch, context, done))
        accumulator.update(groups, inputs, batch.numRows)
      }
      const isLate = late.findBy(ends)
      return late.tally(
        rows,
        isLate,
        isLate.map(flag => 1 - flag),
        eventEndsUs(ends),
        isBad(),
      )
    },
    endPartition() {
      partition++
    },
    endInput() {},
    finish() {
      const all = Int32Array.from({ length: table.size }, (_, group) => group)
      const isLate = late.findBy(table.keys(all)[width + 1]!)
      const groups = all.filter(group => isLate[group] === 0)
      const columns = table.keys(groups)
      const { updated, removed } = mergeSessions(shape, state, {
        keys: columns.slice(0, width),
        bounds: { starts: columns[width] as Int64Vector, ends: columns[width + 1] as Int64Vector },
        accumulators,
        groups,
      })
      // In complete mode, and without a watermark, no session ever closes.
      const isComplete = context.outputMode === 'complete'
      const closed = isMarked && !isComplete ? state.expired(context.watermarkMs) : new Int32Array(0)
      const shown = isComplete ? state.all() : closed
      if (shown.length > 0) put(shown)
      state.remove(closed)
      return {
        numRowsTotal: state.size,
        numRowsUpdated: updated,
        numRowsRemoved: removed + closed.length,
        numRowsDroppedByWatermark: all.length - groups.length,
      }
    },
    get lateGroups() {
      return late.groups
    },
  }

  function put(sessions: Int32Array): void {
    const results = state.results(sessions)
    const { length } = sessions
    const fields = [results.bounds.starts, results.bounds.ends]
    const window: ColumnVector = { layout: 'struct', type: WINDOW_TYPE, length, validity: null, fields }
    const byName = new Map<string, ColumnVector>([[session.name, window]])
    for (const [i, { name }] of keys.entries()) byName.set(name, results.keys[i]!)
    for (const [i, { name }] of step.aggregates.entries()) byName.set(name, results.aggregates[i]!)
    const columns = Object.keys(step.schema.fields).map(name => byName.get(name)!)
    out({ batch: sortRows({ schema: step.schema, numRows: length, columns }, step.keys.length), records: null })
  }
}

function boundsOf(window: ColumnVector): SessionBounds {
  const { fields } = window as ColumnVector & { layout: 'struct' }
  return { starts: fields[0] as Int64Vector, ends: fields[1] as Int64Vector }
}
