import { type ArrowTable, toArrow } from '../formats/arrow.ts'
import { type DataFrame, toDataFrame } from '../formats/data-frame.ts'
import { batchHeader, showString } from '../formats/show-string.ts'
import type { Batch, Ledger, StreamingQueryProgress } from '../plan/streaming-query.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { rowsOf } from '../schema/value-at.ts'

export interface BatchParts {
  readonly id: number
  readonly output: ColumnBatch
  readonly ledger: Ledger
  readonly progress: StreamingQueryProgress
  readonly emptyBecause: string | null
  readonly timeZone: string
}

let prepareFrame: (frame: DataFrame) => DataFrame = frame => frame

/** The notebook teaches frames to show themselves in a cell, so that the engine knows nothing of notebooks. */
export function whenFrameIsMade(prepare: (frame: DataFrame) => DataFrame): void {
  prepareFrame = prepare
}

/** One batch and its result; frame, table and row objects are made when they are asked for. */
export class ResultBatch<R> implements Batch<R> {
  readonly id: number
  readonly output: ColumnBatch
  readonly ledger: Ledger
  readonly progress: StreamingQueryProgress
  readonly emptyBecause: string | null
  readonly #timeZone: string

  constructor(parts: BatchParts) {
    this.id = parts.id
    this.output = parts.output
    this.ledger = parts.ledger
    this.progress = parts.progress
    this.emptyBecause = parts.emptyBecause
    this.#timeZone = parts.timeZone
  }

  get timeZone(): string {
    return this.#timeZone
  }

  get frame(): DataFrame {
    return prepareFrame(toDataFrame(this.output, { timeZone: this.#timeZone }))
  }

  get arrow(): ArrowTable {
    return toArrow(this.output)
  }

  rows(): R[] {
    return rowsOf(this.output) as R[]
  }

  /** Spark's console text. */
  toString(): string {
    const table = this.output.numRows === 0 ? '' : `${showString(this.output, { truncate: 0, timeZone: this.#timeZone })}\n`
    return `${batchHeader(this.id)}${table}`
  }
}
