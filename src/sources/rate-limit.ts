import { type Offsets, offsetAt, offsetEntries, offsetsOf } from './offsets.ts'
import type { Available } from './source.ts'

/**
 * The end of a batch of about `limit` offsets, shared between partitions by what waits in them. A partition in which
 * anything waits gets at least one, so the sum may exceed the limit; it may fall short by rounding.
 *
 * @param start the end of the last batch; a partition unknown to it starts at its earliest offset
 * @see Spark `KafkaMicroBatchStream.rateLimit`
 */
export function rateLimit(start: Offsets, available: Available, limit: number): Offsets {
  const { earliest, latest } = available
  const startOf = (topic: string, partition: number, end: number) =>
    offsetAt(start, topic, partition) ?? offsetAt(earliest, topic, partition) ?? end
  let total = 0
  for (const [topic, partition, end] of offsetEntries(latest)) total += Math.max(0, end - startOf(topic, partition, end))
  if (total < 1) return latest
  return offsetsOf(
    [...offsetEntries(latest)].map(([topic, partition, end]) => {
      const begin = startOf(topic, partition, end)
      const size = end - begin
      if (size <= 0) return [topic, partition, end]
      const share = limit * (size / total)
      return [topic, partition, Math.min(end, begin + (share < 1 ? Math.ceil(share) : Math.floor(share)))]
    }),
  )
}
