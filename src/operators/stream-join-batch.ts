import { evaluate } from '../expressions/evaluate.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { nullVector } from '../schema/null-rows.ts'
import { takeRows, takeValues } from '../schema/take-rows.ts'
import { eventEndsUs } from '../state/event-ends.ts'
import type { JoinState } from '../state/join-state.ts'
import { faultPoint } from '../util/fault-point.ts'
import { LateRows } from './late-rows.ts'
import type { Rows } from './rows.ts'
import type { StateChanges, StatefulBatch, StatefulContext, Taken } from './stateful-operator.ts'
import type { PhysicalJoin } from './stream-join.ts'
import { contextOfPairs, contextOfRows } from './stream-join-context.ts'
import { holding, joinedPairs, rowsWhere, taken, takenOf, without } from './stream-join-rows.ts'

/** Pairs looked at in one go: enough for the arrays to pay, few enough for the memory. */
const PAIRS = 65_536

/**
 * One batch of a stream–stream join. Rows of the left side meet what is held of the right, then are held; rows of the
 * right side meet what is held of the left, those of this batch among it. A null key meets a null key, as in Spark: where
 * it must not, the plan has left such rows out below the join, and a full outer join shows it.
 *
 * The work stops after each piece of its output:
 * rows that share a key with many others would else fill the memory with their pairs.
 */
export function streamJoinBatch(
  join: PhysicalJoin,
  state: JoinState,
  context: StatefulContext,
  out: (rows: Rows) => void,
): StatefulBatch {
  const { type } = join
  const pairs = joinedPairs(join)
  const late = new LateRows(context.lateWatermarkMs)
  const firstLeft = state.left.end
  let [updated, removed] = [0, 0]

  const emit = (left: readonly ColumnVector[], right: readonly ColumnVector[], numRows: number) => {
    if (numRows > 0) out({ batch: pairs.output(left, right, numRows), records: null })
  }
  const emitAlone = (side: 'left' | 'right', columns: readonly ColumnVector[], numRows: number) => {
    const other = join[side === 'left' ? 'right' : 'left']
    const nulls = fieldsOf(other.schema).map(field => nullVector(field.type, numRows))
    if (side === 'left') emit(columns, nulls, numRows)
    else emit(nulls, columns, numRows)
  }
  const isOuter = (side: 'left' | 'right') => type === 'fullOuter' || type === (side === 'left' ? 'leftOuter' : 'rightOuter')

  /** A left row of a semi join is done when it has met one; a row of this batch then counts as never kept, as in Spark. */
  const forget = (row: number) => {
    if (!state.left.isHeld(row)) return
    if (row >= firstLeft) updated--
    else removed++
    state.left.remove(Int32Array.of(row))
  }

  /** Gives on the pairs of fresh rows with rows held. @returns 1 for each fresh row that met one */
  function* meet(
    side: 'left' | 'right',
    fresh: ColumnBatch,
    codes: Int32Array,
    contextOf: (pairs: Int32Array) => StatefulContext,
  ): Generator<void, Uint8Array, void> {
    const matched = new Uint8Array(fresh.numRows)
    const other = side === 'left' ? 'right' : 'left'
    const held = state[other]
    const isSemi = type === 'leftSemi'
    for (const found of held.pairs(codes, PAIRS)) {
      const kept: number[] = []
      for (const pair of holding(
        join.both,
        pairs.forCondition(side, fresh, found.fresh, held, found.held),
        contextOf(found.fresh),
      )) {
        const [freshRow, heldRow] = [found.fresh[pair]!, found.held[pair]!]
        // A left row of a semi join comes out once, whichever right row it met first.
        if (!isSemi || (side === 'left' ? matched[freshRow] === 0 : held.isHeld(heldRow))) kept.push(pair)
        matched[freshRow] = 1
        if (isOuter(other)) held.markMatched(heldRow)
        else if (isSemi && side === 'right') forget(heldRow)
      }
      const freshRows = Int32Array.from(kept, pair => found.fresh[pair]!)
      const heldRows = Int32Array.from(kept, pair => found.held[pair]!)
      const ofFresh = isSemi && side === 'right' ? [] : taken(fresh.columns, freshRows)
      const ofHeld = isSemi && side === 'left' ? [] : takenOf(held, join[other].schema, heldRows)
      if (side === 'left') emit(ofFresh, ofHeld, kept.length)
      else emit(ofHeld, ofFresh, kept.length)
      yield
    }
    return matched
  }

  function hold(
    side: 'left' | 'right',
    fresh: ColumnBatch,
    keys: readonly ColumnVector[],
    codes: Int32Array,
    matched: Uint8Array,
  ) {
    const table = state[side]
    let kept: Int32Array
    if (side === 'left') {
      kept = rowsWhere(fresh.numRows, row => type !== 'leftSemi' || matched[row] === 0)
    } else {
      // It has met all that there is: what goes with this batch need not be kept, unless it is to come out alone.
      const limitMs = join.right.stateWatermark?.(context.watermarkMs) ?? Number.NEGATIVE_INFINITY
      const endsMs = table.expiriesMs(fresh, keys)
      kept = rowsWhere(fresh.numRows, row => !(endsMs[row]! <= limitMs) || (isOuter('right') && matched[row] === 0))
    }
    table.add(
      takeRows(fresh, kept),
      keys.map(key => takeValues(key, kept)),
      codes.length === kept.length ? codes : kept.map(row => codes[row]!),
      Uint8Array.from(kept, row => matched[row]!),
    )
    updated += kept.length
  }

  /** Forgets what the watermark closes. @returns how many */
  function* evict(side: 'left' | 'right'): Generator<void, number, void> {
    const limitMs = join[side].stateWatermark?.(context.watermarkMs)
    if (limitMs === undefined) return 0
    const table = state[side]
    const rows = table.expired(limitMs)
    if (isOuter(side)) {
      const alone = rows.filter(row => !table.isMatched(row))
      for (let start = 0; start < alone.length; start += PAIRS) {
        const some = alone.subarray(start, start + PAIRS)
        emitAlone(side, takenOf(table, join[side].schema, some), some.length)
        yield
      }
    }
    table.remove(rows)
    return rows.length
  }

  function* add(input: number, rows: Rows, isBad: () => Uint8Array | null): Generator<void, Taken, void> {
    const name = input === 0 ? 'left' : 'right'
    const side = join[name]
    const { batch } = rows
    const isLate = late.find(rows, side.eventTime)
    const onTime = rowsWhere(batch.numRows, row => isLate[row] === 0)
    const open = onTime.length === batch.numRows ? batch : takeRows(batch, onTime)
    const able = holding(side.own, open, contextOfRows(context, onTime, batch.numRows))
    const fresh = able.length === open.numRows ? open : takeRows(open, able)
    const places = able.map(row => onTime[row]!)
    const keys = side.keys.map(key => evaluate(key, fresh, contextOfRows(context, places, batch.numRows)))
    const codes = state.encode(keys, fresh.numRows)
    const contextOf = contextOfPairs(context, side.schema, places, batch.numRows)
    hold(name, fresh, keys, codes, yield* meet(name, fresh, codes, contextOf))
    if (isOuter(name) && fresh !== open) {
      const unable = without(open.numRows, able)
      emitAlone(name, taken(open.columns, unable), unable.length)
    }
    const ends = side.eventTime < 0 ? new Float64Array(batch.numRows) : eventEndsUs(batch.columns[side.eventTime]!)
    return late.tally(rows, isLate, null, ends, isBad())
  }

  function* finish(): Generator<void, StateChanges, void> {
    faultPoint('state merged')
    // Spark counts what it removes without putting it out: rows of an outer side are not in the number.
    for (const side of ['left', 'right'] as const) {
      const count = yield* evict(side)
      if (!isOuter(side)) removed += count
    }
    return {
      numRowsTotal: state.left.size + state.right.size,
      numRowsUpdated: updated,
      numRowsRemoved: removed,
      numRowsDroppedByWatermark: late.count,
    }
  }

  return {
    add,
    endPartition() {},
    endInput() {},
    finish,
    get lateGroups() {
      return late.groups
    },
  }
}
