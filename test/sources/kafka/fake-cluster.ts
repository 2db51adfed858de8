import type { AbortedTransaction } from '../../../src/sources/kafka/aborted-transactions.ts'
import type { FetchPosition, KafkaCluster } from '../../../src/sources/kafka/cluster.ts'

export interface Answer {
  readonly topic: string
  readonly partition: number
  readonly errorCode?: number
  readonly aborted?: readonly AbortedTransaction[]
  readonly batches?: readonly Buffer[]
}

/** A Fetch v11 response body. */
export function fetchResponse(answers: readonly Answer[], errorCode = 0): Buffer {
  const parts: Buffer[] = [int(4, 0), int(2, errorCode), int(4, 0), int(4, answers.length)]
  for (const { topic, partition, errorCode: partitionError = 0, aborted = [], batches = [] } of answers) {
    const records = Buffer.concat(batches)
    parts.push(int(2, topic.length), Buffer.from(topic), int(4, 1), int(4, partition), int(2, partitionError))
    parts.push(int(8, 1_000_000), int(8, 1_000_000), int(8, 0), int(4, aborted.length))
    for (const { producerId, firstOffset } of aborted) parts.push(int(8, producerId), int(8, firstOffset))
    parts.push(int(4, -1), int(4, records.length), records)
  }
  return Buffer.concat(parts)
}

function int(width: 2 | 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes.subarray(8 - width)
}

export interface FakeCluster extends KafkaCluster {
  /** What was asked, in order: `node: t-0@5 t-1@0`. */
  readonly asked: string[]
  resets: number
}

/** A cluster whose fetches are answered by a function; partition p is led by node `leaders[p]`. */
export function fakeCluster(
  answer: (positions: readonly FetchPosition[], call: number, node: number) => Buffer | Promise<Buffer>,
  options: {
    readonly leaders?: number[]
    readonly topicErrorCode?: () => number
    readonly offsets?: readonly [earliest: number, latest: number]
  } = {},
): FakeCluster {
  const { leaders = [1, 1, 1], topicErrorCode = () => 0, offsets = [0, 1_000_000] } = options
  const asked: string[] = []
  return {
    asked,
    resets: 0,
    brokers: ['fake:1'],
    wasConnected: true,
    metadata: async topics =>
      (topics ?? ['t']).map(topic => ({
        topic,
        errorCode: topicErrorCode(),
        internal: false,
        partitions: leaders.map((leader, partition) => ({ partition, leader })),
      })),
    leaderOf: (_, partition) => leaders[partition] ?? -1,
    listOffsets: async queries => queries.map(({ timestamp }) => (timestamp === -2 ? offsets[0] : offsets[1])),
    async fetch(node, positions) {
      asked.push(
        `${node}: ${positions.map(({ topic, partition, fetchOffset }) => `${topic}-${partition}@${fetchOffset}`).join(' ')}`,
      )
      await new Promise(setImmediate)
      return answer(positions, asked.length, node)
    },
    reset() {
      this.resets++
    },
    close: async () => undefined,
  }
}
