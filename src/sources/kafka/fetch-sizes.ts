import type { OffsetRange } from '../source.ts'

/** What one fetch asks of a broker, and of a partition, at most. */
export const MAX_FETCH_BYTES = 1 << 22
const FIRST_FETCH_BYTES = 1 << 17
const GUESSED_RECORD_BYTES = 256

/** What the records of partitions weigh, learnt from what came: a small batch then asks for little, and needs one fetch. */
export interface FetchSizes {
  bytesFor(range: OffsetRange, fetchOffset: number): number
  learn(range: OffsetRange, recordBytes: number, largestBatchBytes: number): void
}

export function fetchSizes(): FetchSizes {
  const known = new Map<string, { readonly recordBytes: number; readonly batchBytes: number }>()
  const nameOf = ({ topic, partition }: OffsetRange) => `${topic}-${partition}`
  return {
    bytesFor(range, fetchOffset) {
      const { recordBytes, batchBytes } = known.get(nameOf(range)) ?? {
        recordBytes: GUESSED_RECORD_BYTES,
        batchBytes: FIRST_FETCH_BYTES,
      }
      // The first and the last batch are read whole, though only a part of them is wanted.
      const bytes = (range.endOffset - fetchOffset) * recordBytes * 1.25 + 2 * batchBytes
      return Math.round(Math.min(MAX_FETCH_BYTES, bytes))
    },
    learn(range, recordBytes, largestBatchBytes) {
      const batchBytes = Math.max(largestBatchBytes, known.get(nameOf(range))?.batchBytes ?? 0)
      known.set(nameOf(range), { recordBytes, batchBytes })
    },
  }
}
