import type { Node } from '../expressions/node.ts'
import { columnsOf } from './join-condition.ts'

/** One side of a join, as far as event time is concerned. */
export interface JoinSide {
  readonly columns: ReadonlySet<string>
  /** Its columns that carry a watermark. */
  readonly eventTimes: ReadonlySet<string>
}

/** The state watermark of a side, milliseconds, given that of the query: what is at or before it can meet no later row. */
export type StateWatermark = (watermarkMs: number) => number

/** A part of a sum: a constant in microseconds, or a column. */
interface Term {
  readonly isNegative: boolean
  readonly column: string | null
  readonly us: number
}

/**
 * The state watermark of one side that range conditions allow: from `otherTime + c < time` follows that rows with
 * `time <= watermark + c` can go. Several conditions give the least.
 *
 * @param of the side whose rows are to go
 * @param other the side whose watermark is known
 * @returns `null` where no condition says anything, so that rows have to stay for ever
 * @see Spark `StreamingJoinHelper.getStateValueWatermark`
 */
export function stateValueWatermark(others: readonly Node[], of: JoinSide, other: JoinSide): StateWatermark | null {
  if (other.eventTimes.size === 0) return null
  const bounds = others.flatMap(conjunct => {
    const bound = boundOf(conjunct, of, other)
    return bound === null ? [] : [bound]
  })
  if (bounds.length === 0) return null
  return watermarkMs => Math.min(...bounds.map(bound => bound(watermarkMs)))
}

function boundOf(node: Node, of: JoinSide, other: JoinSide): StateWatermark | null {
  if (node.kind !== 'comparison') return null
  switch (node.operator) {
    case 'lt':
      return fromLessThan(node.left, node.right, of, other)
    case 'gt':
      return fromLessThan(node.right, node.left, of, other)
    case 'leq':
    case 'geq': {
      const [low, high] = node.operator === 'leq' ? [node.left, node.right] : [node.right, node.left]
      const strict = fromLessThan(low, high, of, other)
      // What is at the state watermark goes, but an equal row may still be met: one millisecond less.
      return strict === null ? null : watermarkMs => strict(watermarkMs) - 1
    }
    default:
      return null
  }
}

/** From `low < high`, i.e. `low - high < 0`: the column of this side must stand in it once, with a minus. */
function fromLessThan(low: Node, high: Node, of: JoinSide, other: JoinSide): StateWatermark | null {
  const used = new Set([...columnsOf(low), ...columnsOf(high)])
  for (const side of [of, other]) if ([...used].filter(name => side.columns.has(name)).length > 1) return null
  const all = [termsOf(low, false), termsOf(high, true)]
  if (all.includes(null)) return null
  // Spark puts the terms into a set: what stands there twice counts once.
  const terms = [...new Map(all.flatMap(list => list ?? []).map(term => [JSON.stringify(term), term])).values()]
  const own = terms.filter(({ column }) => column !== null && of.columns.has(column))
  if (own.length !== 1 || !own[0]!.isNegative) return null
  const rest = terms.filter(term => term !== own[0])
  if (rest.length === 0 || !rest.every(({ column }) => column === null || other.eventTimes.has(column))) return null
  return watermarkMs => {
    const sumUs = rest.reduce((sum, { isNegative, column, us }) => {
      const value = column === null ? us : watermarkMs * 1000
      return sum + (isNegative ? -value : value)
    }, 0)
    return Math.trunc(sumUs / 1000)
  }
}

/** A sum taken apart; `null` for what is no sum of columns and constants. Numbers beside times are seconds. */
function termsOf(node: Node, isNegative: boolean): readonly Term[] | null {
  switch (node.kind) {
    case 'column':
      return [{ isNegative, column: node.name, us: 0 }]
    case 'literal':
      return constant(node, isNegative)
    case 'cast': {
      if (node.to.kind === 'timestamp' && node.input.kind === 'literal') return null
      const isNumber = ['byte', 'short', 'integer', 'long', 'float', 'double', 'decimal', 'timestamp'].includes(node.to.kind)
      return isNumber ? termsOf(node.input, isNegative) : null
    }
    case 'arithmetic': {
      if (node.operator !== 'plus' && node.operator !== 'minus') return null
      const left = termsOf(node.left, isNegative)
      const right = termsOf(node.right, node.operator === 'minus' ? !isNegative : isNegative)
      return left === null || right === null ? null : [...left, ...right]
    }
    case 'call': {
      // Only `time ± interval`: Spark does not look into `timestampadd` either.
      if (node.name !== 'timestamp_add_interval') return null
      const [time, interval] = node.args as readonly [Node, Node]
      const terms = termsOf(time, isNegative)
      if (terms === null || interval.kind !== 'literal') return null
      return [...terms, { isNegative, column: null, us: Number(interval.value) }]
    }
    default:
      return null
  }
}

function constant(node: Node & { kind: 'literal' }, isNegative: boolean): readonly Term[] | null {
  const { value, type } = node
  if (typeof value !== 'number' && typeof value !== 'bigint') return null
  if (type.kind === 'decimal') return [{ isNegative, column: null, us: (Number(value) / 10 ** type.scale) * 1_000_000 }]
  return [{ isNegative, column: null, us: Number(value) * 1_000_000 }]
}
