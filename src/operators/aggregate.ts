import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import { grown } from '../expressions/accumulators/accumulator.ts'
import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { AggregationShape, AggregationState } from '../state/aggregation-state.ts'
import { eventEndsMs, eventEndsUs } from '../state/event-ends.ts'
import { GroupTable } from '../state/group-table.ts'
import type { Rows } from './rows.ts'

/** A late group: its window had closed when its rows came. */
export interface LateGroup {
  readonly endUs: number
  records: number
}

/**
 * The aggregation of one batch: a partial per source partition in row order, the partials added in the order of the
 * partitions. The state comes after, in `mergeInto`.
 *
 * @see Spark `AggUtils.planStreamingAggregation`; the order decides the last bit of sums of doubles
 */
export class BatchAggregation {
  readonly #shape: AggregationShape
  readonly #inputs: readonly (readonly Node[])[]
  readonly #lateWatermarkMs: number
  readonly #table: GroupTable
  readonly #total: readonly Accumulator[]
  readonly #partial: readonly Accumulator[]
  /** Groups with rows in the partition being added: the first `#touchedCount`. */
  #touched = new Int32Array(0)
  #touchedCount = 0
  /** 1 for those groups. */
  #isTouched = new Uint8Array(0)
  /** 1 for groups whose window ended at or before the watermark of the last batch. */
  #late = new Uint8Array(0)
  #known = 0
  readonly #lateGroups = new Map<number, LateGroup>()

  /**
   * @param inputs what each aggregate takes
   * @param lateWatermarkMs `null` where late rows are kept (complete mode)
   */
  constructor(shape: AggregationShape, inputs: readonly (readonly Node[])[], lateWatermarkMs: number | null) {
    this.#shape = shape
    this.#inputs = inputs
    this.#lateWatermarkMs = lateWatermarkMs ?? Number.NEGATIVE_INFINITY
    this.#table = new GroupTable(shape.keys.map(key => key.type))
    this.#total = shape.newAccumulators()
    this.#partial = shape.newAccumulators()
    this.#grow()
  }

  /** Late groups, each once however many partitions had rows of it; `numRowsDroppedByWatermark` is their number. */
  get lateGroups(): readonly LateGroup[] {
    return [...this.#lateGroups.values()]
  }

  /**
   * Adds rows of one partition.
   *
   * @param keys their grouping columns, in the order of the shape
   * @param isBad per record of the chunk, asked when all is evaluated; bad records are counted as such, not as late
   * @returns good records that were counted, and that were late in all their windows
   */
  add(
    rows: Rows,
    keys: readonly ColumnVector[],
    isBad: () => Uint8Array | null,
    context: EvaluationContext,
  ): { counted: number; late: number } {
    const { numRows } = rows.batch
    const groups = this.#table.encode(keys, numRows)
    this.#grow()
    const done = new Map<Node, ColumnVector>()
    for (const [i, inputs] of this.#inputs.entries()) {
      const vectors = inputs.map(input => evaluate(input, rows.batch, context, done))
      this.#partial[i]!.update(groups, vectors, numRows)
    }
    this.#touch(groups, numRows)
    return this.#tally(rows, groups, isBad())
  }

  /** Ends a partition: the next rows belong to another. */
  endPartition(): void {
    const groups = this.#touched.subarray(0, this.#touchedCount)
    for (const [i, accumulator] of this.#total.entries()) {
      accumulator.merge(this.#partial[i]!, groups, groups)
      this.#partial[i]!.clear(groups)
    }
    for (const group of groups) this.#isTouched[group] = 0
    this.#touchedCount = 0
  }

  /** Adds the batch to the state; late groups stay out. @returns the groups of the state that were touched */
  mergeInto(state: AggregationState): Int32Array {
    this.endPartition()
    const open = new Int32Array(this.#table.size)
    let count = 0
    for (let group = 0; group < open.length; group++) if (this.#late[group] === 0) open[count++] = group
    const kept = open.subarray(0, count)
    return state.merge(this.#table.keys(kept), this.#total, kept)
  }

  #touch(groups: Int32Array, numRows: number): void {
    for (let row = 0; row < numRows; row++) {
      const group = groups[row]!
      if (this.#isTouched[group] === 1) continue
      this.#isTouched[group] = 1
      this.#touched[this.#touchedCount++] = group
    }
  }

  #grow(): void {
    const size = this.#table.size
    if (size === this.#known) return
    for (const accumulator of [...this.#total, ...this.#partial]) accumulator.grow(size)
    this.#late = grown(this.#late, size)
    this.#touched = grown(this.#touched, size)
    this.#isTouched = grown(this.#isTouched, size)
    if (this.#shape.eventTimeKey >= 0 && this.#lateWatermarkMs > Number.NEGATIVE_INFINITY) {
      const added = new Int32Array(size - this.#known)
      for (let i = 0; i < added.length; i++) added[i] = this.#known + i
      const times = this.#table.keys(added)[this.#shape.eventTimeKey]!
      const [endsMs, endsUs] = [eventEndsMs(times), eventEndsUs(times)]
      for (let i = 0; i < added.length; i++) {
        if (!(endsMs[i]! <= this.#lateWatermarkMs)) continue
        this.#late[added[i]!] = 1
        this.#lateGroups.set(added[i]!, { endUs: endsUs[i]!, records: 0 })
      }
    }
    this.#known = size
  }

  // A record is late when all its windows are; one window that is still open counts it.
  #tally({ batch, records }: Rows, groups: Int32Array, isBad: Uint8Array | null): { counted: number; late: number } {
    let counted = 0
    let late = 0
    for (let row = 0; row < batch.numRows; ) {
      const record = records === null ? row : records[row]!
      const newest = groups[row]!
      let open = false
      do {
        if (this.#late[groups[row]!] === 0) open = true
        row++
      } while (records !== null && row < batch.numRows && records[row] === record)
      if (isBad !== null && isBad[record] === 1) continue
      if (open) counted++
      else {
        late++
        this.#lateGroups.get(newest)!.records++
      }
    }
    return { counted, late }
  }
}
