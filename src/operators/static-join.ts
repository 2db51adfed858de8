import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import { allOf, columnsOf, type EquiKey, splitCondition } from '../plan/join-condition.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import type { StructType } from '../schema/data-type.ts'
import { takeOrNull } from '../schema/null-rows.ts'
import { takeValues } from '../schema/take-rows.ts'
import { GroupTable } from '../state/group-table.ts'
import { KeyChains } from '../state/join-state-chains.ts'
import type { Operator } from './operator.ts'
import { type Rows, selectRows } from './rows.ts'
import { holding, rowsWhere } from './stream-join-rows.ts'

/** Pairs looked at in one go. */
const PAIRS = 65_536

type Pairs = Iterable<{ readonly fresh: Int32Array; readonly held: Int32Array }>

/**
 * The join of a stream with rows that do not stream: nothing is kept between batches. Equal keys find each other by
 * hash, null equals nothing (but for `eqNullSafe`); without an equality every row meets every other.
 *
 * @param side which side streams
 * @returns the operator of one batch, from what the table holds then
 * @see Spark `HashJoin.scala`, `BroadcastNestedLoopJoinExec.scala`
 */
export function staticJoin(step: PlanOf<'join'>, side: 'left' | 'right'): (table: ColumnBatch) => Operator {
  const { keys, others } = splitCondition(step.condition, step.left.schema, step.right.schema)
  const both = allOf(others)
  return table => {
    let find: ((rows: Rows, context: EvaluationContext) => Pairs) | null = null
    return (rows, context) => {
      find ??= keys.length === 0 ? everyPair(table) : equalPairs(keys, side, table, context)
      return join(step, side, rows, table, find(rows, context), both, context)
    }
  }
}

function join(
  { type, schema }: PlanOf<'join'>,
  side: 'left' | 'right',
  rows: Rows,
  table: ColumnBatch,
  pairs: Pairs,
  both: Node | null,
  context: EvaluationContext,
): Rows {
  const { numRows } = rows.batch
  const matched = new Uint8Array(numRows)
  const isExistence = type === 'leftSemi' || type === 'leftAnti'
  const [streamRows, tableRows]: [number[], number[]] = [[], []]
  for (const { fresh, held } of pairs) {
    const holds = both === null ? null : holding(both, pairBatch(both, rows.batch, fresh, table, held), context)
    for (let i = 0; i < (holds ?? fresh).length; i++) {
      const pair = holds === null ? i : holds[i]!
      matched[fresh[pair]!] = 1
      if (isExistence) continue
      streamRows.push(fresh[pair]!)
      tableRows.push(held[pair]!)
    }
  }
  if (isExistence) {
    const wanted = type === 'leftSemi' ? 1 : 0
    const kept = selectRows(
      rows,
      rowsWhere(numRows, row => matched[row] === wanted),
    )
    return kept
  }
  const isOuter = type === (side === 'left' ? 'leftOuter' : 'rightOuter')
  const [fromStream, fromTable] = isOuter ? withUnmatched(streamRows, tableRows, matched) : [streamRows, tableRows]
  const [streamTaken, tableTaken] = [Int32Array.from(fromStream), Int32Array.from(fromTable)]
  const vectors = new Map<string, ColumnVector>()
  for (const [i, name] of Object.keys(rows.batch.schema.fields).entries())
    vectors.set(name, takeValues(rows.batch.columns[i]!, streamTaken))
  for (const [i, name] of Object.keys(table.schema.fields).entries()) vectors.set(name, takeOrNull(table.columns[i]!, tableTaken))
  const columns = Object.keys(schema.fields).map(name => vectors.get(name)!)
  const { records } = rows
  return {
    batch: { schema, numRows: streamTaken.length, columns },
    records: records === null ? streamTaken : streamTaken.map(row => records[row]!),
  }
}

/** Pairs in the order of the stream's rows, those without a pair among them with -1: rows keep the order of their records. */
function withUnmatched(streamRows: readonly number[], tableRows: readonly number[], matched: Uint8Array): [number[], number[]] {
  const all: [number[], number[]] = [[], []]
  let pair = 0
  for (let row = 0; row < matched.length; row++) {
    if (matched[row] === 0) {
      all[0].push(row)
      all[1].push(-1)
    }
    for (; streamRows[pair] === row; pair++) {
      all[0].push(row)
      all[1].push(tableRows[pair]!)
    }
  }
  return all
}

/** What a condition reads of some pairs. */
function pairBatch(condition: Node, stream: ColumnBatch, fresh: Int32Array, table: ColumnBatch, held: Int32Array): ColumnBatch {
  const read = columnsOf(condition)
  const named = [
    ...Object.keys(stream.schema.fields).map((name, i) => [name, stream.columns[i]!, fresh] as const),
    ...Object.keys(table.schema.fields).map((name, i) => [name, table.columns[i]!, held] as const),
  ].filter(([name]) => read.has(name))
  const taken = new Map(named.map(([name, vector, rows]) => [name, takeValues(vector, rows)]))
  const fields: StructType['fields'] = Object.fromEntries([...taken].map(([name, vector]) => [name, vector.type]))
  return {
    schema: { kind: 'struct', fields },
    numRows: fresh.length,
    columns: Object.keys(fields).map(name => taken.get(name)!),
  }
}

function equalPairs(
  keys: readonly EquiKey[],
  side: 'left' | 'right',
  table: ColumnBatch,
  tableContext: EvaluationContext,
): (rows: Rows, context: EvaluationContext) => Pairs {
  const groups = new GroupTable(keys.map(key => key.type))
  const other = side === 'left' ? 'right' : 'left'
  const keysOf = (of: 'left' | 'right', batch: ColumnBatch, context: EvaluationContext) =>
    keys.map(key => evaluate(key[of], batch, context))
  const chains = new KeyChains()
  const tableKeys = keysOf(other, table, tableContext)
  const isAble = ableRows(keys, tableKeys, table.numRows)
  chains.add(0, groups.encode(tableKeys, table.numRows))
  return (rows, context) => {
    const streamKeys = keysOf(side, rows.batch, context)
    const codes = groups.encode(streamKeys, rows.batch.numRows)
    const able = ableRows(keys, streamKeys, rows.batch.numRows)
    // No row has the number -1, so a null finds nothing.
    const wanted = able === null ? codes : codes.map((code, row) => (able[row] === 1 ? code : -1))
    return chains.pairs(wanted, PAIRS, () => true, isAble === null ? () => true : row => isAble[row] === 1)
  }
}

/** 0 for rows with a key that equals nothing; `null` where all can equal something. */
function ableRows(keys: readonly EquiKey[], vectors: readonly ColumnVector[], numRows: number): Uint8Array | null {
  const strict = vectors.filter((vector, i) => !keys[i]!.isNullSafe && vector.validity !== null)
  if (strict.length === 0) return null
  return Uint8Array.from({ length: numRows }, (_, row) => (strict.some(vector => isNullAt(vector, row)) ? 0 : 1))
}

function everyPair(table: ColumnBatch): (rows: Rows) => Pairs {
  return function* ({ batch }) {
    if (table.numRows === 0) return
    const each = Math.max(1, Math.floor(PAIRS / table.numRows))
    for (let start = 0; start < batch.numRows; start += each) {
      const count = Math.min(each, batch.numRows - start) * table.numRows
      const fresh = new Int32Array(count)
      const held = new Int32Array(count)
      for (let pair = 0; pair < count; pair++) {
        fresh[pair] = start + Math.floor(pair / table.numRows)
        held[pair] = pair % table.numRows
      }
      yield { fresh, held }
    }
  }
}
