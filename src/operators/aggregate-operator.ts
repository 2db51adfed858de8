import { accumulatorFor } from '../expressions/accumulators/accumulator-for.ts'
import { evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import { nodeLabel } from '../expressions/node-key.ts'
import { typeOf } from '../expressions/type-of.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import type { PlanOf } from '../plan/plan.ts'
import { type AggregationShape, AggregationState } from '../state/aggregation-state.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { faultPoint } from '../util/fault-point.ts'
import { BatchAggregation } from './aggregate.ts'
import { emit } from './emit.ts'
import type { Rows } from './rows.ts'
import { sortRows } from './sort-rows.ts'
import type { StatefulBatch, StatefulContext, StatefulOperator } from './stateful-operator.ts'

/** The state of an aggregation: one table of groups. */
export interface AggregationTables extends OperatorState {
  readonly groups: AggregationState
}

/** What an aggregation keeps for each group. */
export function aggregationShape(step: PlanOf<'aggregate'>): AggregationShape {
  const marked = eventTimeColumns(step.input)
  const nodes = step.aggregates.map(({ node }) => node as Node & { kind: 'aggregate' })
  return {
    keys: step.keys.map(({ name, node }) => ({ name, type: typeOf(node, step.input.schema) })),
    eventTimeKey: step.keys.findIndex(({ node }) => node.kind === 'column' && marked.has(node.name)),
    aggregates: nodes.map(nodeLabel),
    newAccumulators: () => nodes.map(node => accumulatorFor(node, step.input.schema)),
  }
}

/** `groupBy(…).agg(…)` over a stream. @see Spark `StateStoreSaveExec` */
export function aggregateOperator(step: PlanOf<'aggregate'>): StatefulOperator {
  const shape = aggregationShape(step)
  return {
    name: 'stateStoreSave',
    schema: step.schema,
    settings: '',
    newState(): AggregationTables {
      const groups = new AggregationState(shape)
      return { groups, tables: [groups], earliestEndUs: () => groups.earliestEndUs() }
    },
    begin: (state, context, out) => aggregationBatch(step, shape, (state as AggregationTables).groups, context, out),
    outputWatermarkMs: inputMs => inputMs,
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs, mode) => mode !== 'complete' && watermarkMs > lastWatermarkMs,
  }
}

function aggregationBatch(
  step: PlanOf<'aggregate'>,
  shape: AggregationShape,
  state: AggregationState,
  context: StatefulContext,
  out: (rows: Rows) => void,
): StatefulBatch {
  const { outputMode, lateWatermarkMs, watermarkMs } = context
  const keys = step.keys.map(({ node }) => node)
  const inputs = step.aggregates.map(({ node }) => (node as Node & { kind: 'aggregate' }).inputs)
  const aggregation = new BatchAggregation(shape, inputs, outputMode === 'complete' ? null : lateWatermarkMs)
  const names = [...step.keys, ...step.aggregates].map(({ name }) => name)
  // Where each field of the schema stands among keys and aggregates: JavaScript lists names like `1` before all others.
  const order = Object.keys(step.schema.fields).map(field => names.indexOf(field))
  return {
    add(_, rows, isBad) {
      const vectors = keys.map(key => evaluate(key, rows.batch, context))
      return aggregation.add(rows, vectors, isBad, context)
    },
    endPartition: () => aggregation.endPartition(),
    endInput: () => aggregation.endPartition(),
    finish() {
      const touched = aggregation.mergeInto(state)
      faultPoint('state merged')
      const { output, evicted } = emit(outputMode, state, touched, watermarkMs)
      const sorted = sortRows({ schema: step.schema, numRows: output.length, columns: state.results(output) }, shape.keys.length)
      out({ batch: { ...sorted, columns: order.map(position => sorted.columns[position]!) }, records: null })
      state.remove(evicted)
      return {
        numRowsTotal: state.size,
        numRowsUpdated: touched.length,
        numRowsRemoved: evicted.length,
        numRowsDroppedByWatermark: aggregation.lateGroups.length,
      }
    },
    get lateGroups() {
      return aggregation.lateGroups
    },
  }
}
