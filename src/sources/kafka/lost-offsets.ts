import { EARLIEST_TIMESTAMP, type IsolationLevel, type KafkaCluster, LATEST_TIMESTAMP } from './cluster.ts'
import type { RangeProgress } from './fetch-ahead.ts'
import { retrying } from './retrying.ts'

/** How far a range is lost, and why. */
export interface Loss {
  readonly endOffset: number
  readonly reason: string
}

/** What is lost of a range whose offset the broker refuses; `null` when it is there after all. */
export async function lossOf(
  cluster: KafkaCluster,
  { range, fetchOffset }: RangeProgress,
  isolationLevel: IsolationLevel,
  signal: AbortSignal | undefined,
): Promise<Loss | null> {
  const { topic, partition, endOffset } = range
  const [known] = await retrying(cluster, `look up topic "${topic}"`, () => cluster.metadata([topic]), signal)
  if (known?.errorCode !== 0 || !known.partitions.some(found => found.partition === partition)) {
    return { endOffset, reason: 'the topic or partition was deleted' }
  }
  const [earliest = 0, latest = 0] = await retrying(
    cluster,
    `list offsets of topic "${topic}"`,
    async () => {
      const ends = [EARLIEST_TIMESTAMP, LATEST_TIMESTAMP].map(timestamp =>
        cluster.listOffsets([{ topic, partition, timestamp }], isolationLevel),
      )
      return (await Promise.all(ends)).flat()
    },
    signal,
  )
  if (earliest > fetchOffset) {
    const reason = `the first offset still there is ${earliest} (retention or deleted records)`
    return { endOffset: Math.min(earliest, endOffset), reason }
  }
  return latest < fetchOffset ? { endOffset, reason: `the partition ends at ${latest} (deleted and created again?)` } : null
}
