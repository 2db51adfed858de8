import { SluiceError } from '../util/error.ts'
import { eventTimeColumns } from './event-time.ts'
import { splitCondition } from './join-condition.ts'
import { type JoinSide, stateValueWatermark } from './join-watermark.ts'
import { isStreaming, type JoinType, type Plan, type PlanOf, stepsOf } from './plan.ts'
import type { OutputMode } from './sink.ts'

/** As Spark's messages name the join. */
const NAMES: Readonly<Record<JoinType, string>> = {
  inner: 'Inner',
  cross: 'Cross',
  leftOuter: 'LeftOuter',
  rightOuter: 'RightOuter',
  fullOuter: 'FullOuter',
  leftSemi: 'LeftSemi',
  leftAnti: 'LeftAnti',
}

/**
 * Refuses joins that cannot stream, before anything is read.
 *
 * @throws UNSUPPORTED_OPERATION with Spark's words and the way out
 * @see Spark `UnsupportedOperationChecker.scala`, `SparkStrategies.scala` StreamingJoinStrategy
 */
export function checkJoins(plan: Plan, mode: OutputMode): void {
  for (const step of stepsOf(plan)) if (step.kind === 'join') checkJoin(step, mode)
}

function checkJoin(step: PlanOf<'join'>, mode: OutputMode): void {
  const { type } = step
  const [left, right] = [isStreaming(step.left), isStreaming(step.right)]
  const isInner = type === 'inner' || type === 'cross'
  if (left && right) checkMode(type, mode)
  if (isInner) {
    if (left && right) requireEquality(step)
    return
  }
  if (type === 'leftAnti') {
    if (right)
      throw refused(
        'LeftAnti joins with a streaming DataFrame/Dataset on the right are not supported',
        'Whether a row has no partner is never known while rows keep coming: use "left" with a time range and filter isNull().',
      )
    return
  }
  if (left && right) {
    checkWatermark(step)
    requireEquality(step)
    return
  }
  if (type === 'fullOuter') {
    const [stream, table] = left ? ['left', 'right'] : ['right', 'left']
    throw refused(
      `FullOuter joins with streaming DataFrames/Datasets on the ${stream} and a static DataFrame/Dataset on the ${table} is not supported`,
      'Use "inner", or keep the rows of the stream alone.',
    )
  }
  if (right && (type === 'leftOuter' || type === 'leftSemi'))
    throw refused(
      `${NAMES[type]} join with a streaming DataFrame/Dataset on the right and a static DataFrame/Dataset on the left is not supported`,
      'Put the stream on the left.',
    )
  if (left && type === 'rightOuter')
    throw refused(
      'RightOuter join with a streaming DataFrame/Dataset on the left and a static DataFrame/DataSet on the right not supported',
      'Use "left" or "inner": which rows of the table have no partner is never known while the stream goes on.',
    )
}

function checkMode(type: JoinType, mode: OutputMode): void {
  const isInner = type === 'inner' || type === 'cross' || type === 'leftSemi'
  const modes: readonly OutputMode[] = isInner ? ['append', 'update'] : ['append']
  if (modes.includes(mode)) return
  const name = `${mode[0]!.toUpperCase()}${mode.slice(1)}`
  const allowed = isInner ? 'Append and Update output modes' : 'Append output mode'
  throw refused(
    `${NAMES[type]} join between two streaming DataFrames/Datasets is not supported in ${name} output mode, only in ${allowed}`,
    'Use outputMode "append".',
  )
}

function requireEquality(step: PlanOf<'join'>): void {
  if (splitCondition(step.condition, step.left.schema, step.right.schema).keys.length > 0) return
  throw refused(
    'Stream-stream join without equality predicate is not supported',
    'Add a condition as l.id.eq(r.id): rows of two streams wait for each other by their keys.',
  )
}

/** Rows that may come out alone must know when no partner can come any more. */
function checkWatermark(step: PlanOf<'join'>): void {
  const { keys, others } = splitCondition(step.condition, step.left.schema, step.right.schema)
  const [left, right] = [sideOf(step.left), sideOf(step.right)]
  const inKeys = keys.some(({ left: a, right: b, isNullSafe }) => {
    if (isNullSafe) return false
    return (a.kind === 'column' && left.eventTimes.has(a.name)) || (b.kind === 'column' && right.eventTimes.has(b.name))
  })
  const leftBound = stateValueWatermark(others, left, right) !== null
  const rightBound = stateValueWatermark(others, right, left) !== null
  const hasRange = {
    leftOuter: leftBound,
    leftSemi: leftBound,
    rightOuter: rightBound,
    fullOuter: leftBound || rightBound,
  }[step.type as 'leftOuter']
  if (inKeys || hasRange) return
  throw refused(
    `Stream-stream ${NAMES[step.type]} join between two streaming DataFrame/Datasets is not supported without a watermark in the join keys, or a watermark on the nullable side and an appropriate range condition`,
    'Add .withWatermark(…) to both sides and a condition such as r.time.between(l.time, l.time.plus(interval("1 hour"))).',
  )
}

function sideOf(plan: Plan): JoinSide {
  return { columns: new Set(Object.keys(plan.schema.fields)), eventTimes: new Set(eventTimeColumns(plan).keys()) }
}

const refused = (why: string, mend: string) => new SluiceError('UNSUPPORTED_OPERATION', `${why}. ${mend}`)
