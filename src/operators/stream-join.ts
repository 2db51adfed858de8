import type { Node } from '../expressions/node.ts'
import { nodeLabel } from '../expressions/node-key.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import { allOf, readsOnly, splitCondition } from '../plan/join-condition.ts'
import { type JoinSide, type StateWatermark, stateValueWatermark } from '../plan/join-watermark.ts'
import type { JoinType, Plan, PlanOf } from '../plan/plan.ts'
import type { DataType, StructType } from '../schema/data-type.ts'
import { type JoinState, joinState } from '../state/join-state.ts'
import type { JoinSideShape } from '../state/join-state-side.ts'
import { SluiceError } from '../util/error.ts'
import type { StatefulOperator } from './stateful-operator.ts'
import { streamJoinBatch } from './stream-join-batch.ts'

/** One side of a join, made ready. */
export interface PhysicalJoinSide {
  readonly schema: StructType
  readonly keys: readonly Node[]
  /** What a row must fulfil by itself; one that does not can meet no other. */
  readonly own: Node | null
  /** Where the event time stands that decides whether a row is late; -1 for none. */
  readonly eventTime: number
  /** What can go at a watermark; `null` where nothing ever can. */
  readonly stateWatermark: StateWatermark | null
}

export interface PhysicalJoin {
  readonly type: JoinType
  readonly left: PhysicalJoinSide
  readonly right: PhysicalJoinSide
  /** What a pair with equal keys must fulfil besides. */
  readonly both: Node | null
  readonly schema: StructType
}

/**
 * The join of two streams: each side keeps its rows for later ones of the other, until the watermark says that none can
 * come.
 *
 * @param step with an equality between the sides: a query without one was refused
 * @throws UNSUPPORTED_OPERATION with two event times on one side
 * @see Spark `StreamingSymmetricHashJoinExec.scala`, `StreamingSymmetricHashJoinHelper.scala`
 */
export function streamJoin(step: PlanOf<'join'>): StatefulOperator {
  const { left, right, type, condition } = step
  const { keys, others } = splitCondition(condition, left.schema, right.schema)
  const [leftTime, rightTime] = [eventTimeOf(left), eventTimeOf(right)]
  const sideOf = (plan: Plan, time: string | null): JoinSide => ({
    columns: new Set(Object.keys(plan.schema.fields)),
    eventTimes: new Set(time === null ? [] : [time]),
  })
  const [leftSide, rightSide] = [sideOf(left, leftTime), sideOf(right, rightTime)]
  const isMarked = (node: Node, time: string | null) => node.kind === 'column' && node.name === time
  const bare = keys.map(({ isNullSafe }) => !isNullSafe)
  const inLeft = keys.findIndex((key, i) => bare[i] && isMarked(key.left, leftTime))
  const timeKey = inLeft >= 0 ? inLeft : keys.findIndex((key, i) => bare[i] && isMarked(key.right, rightTime))
  const watermarkOf = (time: string | null, of: JoinSide, other: JoinSide): StateWatermark | null => {
    if (timeKey >= 0) return watermarkMs => watermarkMs
    return time === null ? null : stateValueWatermark(others, of, other)
  }
  const side = (plan: Plan, time: string | null, nodes: readonly Node[], of: JoinSide, other: JoinSide): PhysicalJoinSide => ({
    schema: plan.schema,
    keys: nodes,
    own: allOf(others.filter(node => readsOnly(node, plan.schema))),
    eventTime: time === null ? -1 : Object.keys(plan.schema.fields).indexOf(time),
    stateWatermark: watermarkOf(time, of, other),
  })
  const readsOne = (node: Node) => readsOnly(node, left.schema) || readsOnly(node, right.schema)
  const join: PhysicalJoin = {
    type,
    left: side(
      left,
      leftTime,
      keys.map(key => key.left),
      leftSide,
      rightSide,
    ),
    right: side(
      right,
      rightTime,
      keys.map(key => key.right),
      rightSide,
      leftSide,
    ),
    both: allOf(others.filter(node => !readsOne(node))),
    schema: step.schema,
  }
  const shapeOf = (name: 'left' | 'right', { schema, keys: nodes }: PhysicalJoinSide, time: string | null): JoinSideShape => ({
    name,
    schema,
    keys: nodes.map((node, i) => ({ type: keys[i]!.type, column: node.kind === 'column' ? node.name : null })),
    expiry: timeKey >= 0 ? { key: timeKey } : time === null ? null : { column: time },
  })
  const types: readonly DataType[] = keys.map(key => key.type)
  const stateWatermarks = [join.left.stateWatermark, join.right.stateWatermark].filter(watermark => watermark !== null)
  return {
    name: 'symmetricHashJoin',
    schema: step.schema,
    settings: `${type} ${condition === null ? '' : nodeLabel(condition)}`.trim(),
    newState: () => joinState(types, shapeOf('left', join.left, leftTime), shapeOf('right', join.right, rightTime)),
    begin: (state, context, out) => streamJoinBatch(join, state as JoinState, context, out),
    outputWatermarkMs: inputMs => Math.min(inputMs, ...stateWatermarks.map(watermark => watermark(inputMs))),
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs) => stateWatermarks.length > 0 && watermarkMs > lastWatermarkMs,
  }
}

/** @see Spark `WatermarkSupport.findEventTimeColumn` */
function eventTimeOf(plan: Plan): string | null {
  const names = [...eventTimeColumns(plan).keys()].filter(name => Object.hasOwn(plan.schema.fields, name))
  if (names.length > 1) {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      `More than one event time columns are available. Please ensure there is at most one event time column per stream. event time columns: (${names.join(',')}). Leave out all but one with select(…) before the join.`,
      { names },
    )
  }
  return names[0] ?? null
}
