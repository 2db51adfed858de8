import { inSparkOrder } from '../../src/sources/read-order.ts'

/**
 * A name of a topic whose partitions Spark reads in their order. That order follows a hash of the name, and shows in
 * the last bit of a sum and in `first`: with such names it is the same in every run.
 *
 * @param candidate makes the name of a try
 */
export function orderlyTopic(partitions: number, candidate: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt++) {
    const topic = candidate(attempt)
    if (isOrderly(topic, partitions)) return topic
  }
}

function isOrderly(topic: string, partitions: number): boolean {
  const ranges = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, startOffset: 0, endOffset: 1 }))
  const isAscending = (some: typeof ranges) => inSparkOrder(some).every((range, i) => range === some[i])
  // Any two of them, for batches that read only some; all of them, because many are ordered in another way.
  return ranges.every((range, i) => i === 0 || isAscending([ranges[i - 1]!, range])) && isAscending(ranges)
}
