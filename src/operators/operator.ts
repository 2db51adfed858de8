import type { EvaluationContext } from '../expressions/evaluate.ts'
import type { EventTimeStats } from '../windows/watermark.ts'
import type { Rows } from './rows.ts'

/** What the operators of one batch share. */
export interface BatchContext extends EvaluationContext {
  /** Per `withWatermark` of the plan, in the order of its leaves. */
  readonly eventTimes: readonly EventTimeStats[]
}

/**
 * A step that keeps nothing: rows in, rows out, in order. The columns of a batch stand in the order of
 * `Object.keys(schema.fields)`, which is not the order of insertion for names like `1`.
 */
export type Operator = (rows: Rows, context: BatchContext) => Rows

/** The same for a step that may make very many rows of few: piece by piece, and no record in two pieces. */
export type PiecewiseOperator = (rows: Rows, context: BatchContext) => Generator<Rows, void, void>
