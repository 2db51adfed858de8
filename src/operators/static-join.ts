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
import type { PiecewiseOperator } from './operator.ts'
import { type Rows, selectRows } from './rows.ts'
import { contextOfOthers, contextOfPairs } from './stream-join-context.ts'
import { holding, rowsWhere } from './stream-join-rows.ts'

/** Pairs looked at in one go, and rows given on together, but for those of one record. */
const PAIRS = 65_536
/** Keys that the table has not are numbered too; so many, and as many as the table has, before they are forgotten. */
const STREAM_KEYS = 10_000

type Pairs = Iterable<{ readonly fresh: Int32Array; readonly held: Int32Array }>

/**
 * The join of a stream with rows that do not stream: nothing is kept between batches. Equal keys find each other by
 * hash, null equals nothing (but for `eqNullSafe`); without an equality every row meets every other.
 *
 * @param side which side streams
 * @returns the operator of one batch, from what the table holds then
 * @see Spark `HashJoin.scala`, `BroadcastNestedLoopJoinExec.scala`
 */
export function staticJoin(step: PlanOf<'join'>, side: 'left' | 'right'): (table: ColumnBatch) => PiecewiseOperator {
  const { keys, others } = splitCondition(step.condition, step.left.schema, step.right.schema)
  const both = allOf(others)
  return table => {
    let find: ((rows: Rows, context: EvaluationContext) => Pairs) | null = null
    return (rows, context) => {
      find ??= keys.length === 0 ? everyPair(table) : equalPairs(keys, side, table, context)
      return joined(step, side, rows, table, find(rows, context), both, context)
    }
  }
}

function* joined(
  step: PlanOf<'join'>,
  side: 'left' | 'right',
  rows: Rows,
  table: ColumnBatch,
  pairs: Pairs,
  both: Node | null,
  context: EvaluationContext,
): Generator<Rows, void, void> {
  const { type } = step
  const { batch } = rows
  const matched = new Uint8Array(batch.numRows)
  const isExistence = type === 'leftSemi' || type === 'leftAnti'
  const isOuter = type === (side === 'left' ? 'leftOuter' : 'rightOuter')
  const contextOf = contextOfPairs(context, batch.schema, null, batch.numRows)
  const [streamRows, tableRows]: [number[], number[]] = [[], []]
  let start = 0

  /** The output of the stream's rows from `start` to before `end`. */
  const takeOutput = (end: number): Rows => {
    const later = streamRows.findIndex(row => row >= end)
    const count = later < 0 ? streamRows.length : later
    const [ofStream, ofTable] = [streamRows.splice(0, count), tableRows.splice(0, count)]
    const [stream, partners] = isOuter ? withUnmatched(ofStream, ofTable, matched, start, end) : [ofStream, ofTable]
    start = end
    return output(step, rows, table, Int32Array.from(stream), Int32Array.from(partners))
  }

  for (const { fresh, held } of pairs) {
    const holds = both === null ? null : holding(both, pairBatch(both, batch, fresh, table, held), contextOf(fresh))
    for (let i = 0; i < (holds ?? fresh).length; i++) {
      const pair = holds === null ? i : holds[i]!
      matched[fresh[pair]!] = 1
      if (isExistence) continue
      streamRows.push(fresh[pair]!)
      tableRows.push(held[pair]!)
    }
    // The last row may go on to meet others.
    const end = firstOfRecord(rows, fresh.at(-1)!)
    if (streamRows.length >= PAIRS && end > start) yield takeOutput(end)
  }
  if (!isExistence) yield takeOutput(batch.numRows)
  else {
    const wanted = type === 'leftSemi' ? 1 : 0
    yield selectRows(
      rows,
      rowsWhere(batch.numRows, row => matched[row] === wanted),
    )
  }
}

/** Where the rows of the record of a row begin. */
function firstOfRecord({ records }: Rows, row: number): number {
  let first = row
  while (records !== null && first > 0 && records[first - 1] === records[row]) first--
  return first
}

/** Pairs as rows; a row of the table below zero is none. */
function output(
  { schema }: PlanOf<'join'>,
  { batch, records }: Rows,
  table: ColumnBatch,
  ofStream: Int32Array,
  ofTable: Int32Array,
): Rows {
  const vectors = new Map<string, ColumnVector>()
  for (const [i, name] of Object.keys(batch.schema.fields).entries()) vectors.set(name, takeValues(batch.columns[i]!, ofStream))
  for (const [i, name] of Object.keys(table.schema.fields).entries()) vectors.set(name, takeOrNull(table.columns[i]!, ofTable))
  const columns = Object.keys(schema.fields).map(name => vectors.get(name)!)
  return {
    batch: { schema, numRows: ofStream.length, columns },
    records: records === null ? ofStream : ofStream.map(row => records[row]!),
  }
}

/** Pairs in the order of the stream's rows, those without a pair among them with -1: rows keep the order of their records. */
function withUnmatched(
  streamRows: readonly number[],
  tableRows: readonly number[],
  matched: Uint8Array,
  start: number,
  end: number,
): [number[], number[]] {
  const all: [number[], number[]] = [[], []]
  let pair = 0
  for (let row = start; row < end; row++) {
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
  const types = keys.map(key => key.type)
  const other = side === 'left' ? 'right' : 'left'
  const keysOf = (of: 'left' | 'right', batch: ColumnBatch, context: EvaluationContext) =>
    keys.map(key => evaluate(key[of], batch, context))
  const tableKeys = keysOf(other, table, contextOfOthers(tableContext))
  const isAble = ableRows(keys, tableKeys, table.numRows)
  const chains = new KeyChains()
  let groups = new GroupTable(types)
  chains.add(0, groups.encode(tableKeys, table.numRows))
  const most = 2 * groups.size + STREAM_KEYS
  return (rows, context) => {
    if (groups.size > most) {
      // The keys of the stream are forgotten; those of the table get the numbers again that they had.
      groups = new GroupTable(types)
      groups.encode(tableKeys, table.numRows)
    }
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
