import type { Offsets } from '../sources/offsets.ts'
import type { OffsetRange } from '../sources/source.ts'
import { SluiceError } from '../util/error.ts'
import { endsReadTo } from './ranges.ts'
import type { BatchOutcome } from './run-batch.ts'

/**
 * Where a batch ended, per source: `planned` itself where all of it was read, less where it was stopped, `null` where
 * nothing of it can be kept.
 */
export function endsRead(
  planned: readonly Offsets[],
  ranges: readonly (readonly OffsetRange[])[],
  { readTo, readAlike }: Pick<BatchOutcome, 'readTo' | 'readAlike'>,
): readonly Offsets[] | null {
  // Two readers of one source that ended apart have seen different batches.
  if (!readAlike) return null
  const all = ranges.flat()
  if (all.every(range => readTo.get(range) === range.endOffset)) return planned
  if (!all.some(range => readTo.get(range)! > range.startOffset)) return null
  return planned.map((ends, source) => endsReadTo(ends, ranges[source]!, readTo))
}

export function stoppedBefore(batchId: number): SluiceError {
  const message = `Batch ${batchId} was stopped before it was read. Nothing was written; the next call runs it again.`
  return new SluiceError('QUERY_STOPPED', message, { batchId })
}
