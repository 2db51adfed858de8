import { type Offsets, offsetAt, offsetEntries, offsetsOf } from '../sources/offsets.ts'
import { inSparkOrder } from '../sources/read-order.ts'
import type { OffsetRange } from '../sources/source.ts'

/** Ends for all partitions that started; one that is gone keeps its start. */
export function withStart(start: Offsets, latest: Offsets): Offsets {
  const gone = [...offsetEntries(start)].filter(([topic, partition]) => offsetAt(latest, topic, partition) === undefined)
  return gone.length === 0 ? latest : offsetsOf([...offsetEntries(latest), ...gone])
}

/** What a batch reads, in Spark's order of partitions: from where each partition started to where it ends. */
export function rangesOf(start: Offsets, end: Offsets): readonly OffsetRange[] {
  const ranges = [...offsetEntries(end)].map(([topic, partition, endOffset]) => {
    return { topic, partition, startOffset: offsetAt(start, topic, partition) ?? endOffset, endOffset }
  })
  return inSparkOrder(ranges)
}

/**
 * The starts of the partitions of `end`: where the batch before ended, or the first record of a partition that is new.
 * A partition that ends below where it had ended was made anew (only with `failOnDataLoss: false`): it starts at its
 * first record. Spark would skip what lies there already.
 */
export function startsOf(end: Offsets, before: Offsets, earliest: Offsets): Offsets {
  return offsetsOf(
    [...offsetEntries(end)].map(([topic, partition, offset]) => {
      const first = offsetAt(earliest, topic, partition) ?? offset
      const start = offsetAt(before, topic, partition) ?? first
      return [topic, partition, start > offset ? Math.min(first, offset) : start]
    }),
  )
}

/** The ends of a batch that was cut short. */
export function endsReadTo(planned: Offsets, ranges: readonly OffsetRange[], readTo: ReadonlyMap<OffsetRange, number>): Offsets {
  const ends = offsetsOf(ranges.map(range => [range.topic, range.partition, readTo.get(range)!]))
  return offsetsOf(
    [...offsetEntries(planned)].map(([topic, partition, offset]) => [
      topic,
      partition,
      offsetAt(ends, topic, partition) ?? offset,
    ]),
  )
}
