import { Partitioners } from 'kafkajs'
import { SluiceError } from '../../util/error.ts'

export interface Addressed {
  readonly key?: string | Uint8Array | null
  readonly partition?: number
}

/**
 * Chooses partitions: the one asked for; else by the key, as the Java client does (murmur2); else in turn by the
 * record's index, so that the same records fall into the same partitions and each partition gets its share.
 *
 * @throws INVALID_OPTION for a partition that the topic does not have
 */
export function choosePartitions(topic: string, partitionCount: number): (record: Addressed, index: number) => number {
  const byKey = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: partitionCount }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))
  return ({ key, partition }, index) => {
    if (partition !== undefined) {
      if (Number.isInteger(partition) && partition >= 0 && partition < partitionCount) return partition
      throw new SluiceError(
        'INVALID_OPTION',
        `Cannot send to partition ${partition} of topic ${JSON.stringify(topic)}: it has partitions 0 to ${partitionCount - 1}.`,
        { topic, partition, partitionCount },
      )
    }
    if (key === undefined || key === null) return index % partitionCount
    return byKey({ topic, partitionMetadata, message: { key: bytesOf(key), value: null } })
  }
}

function bytesOf(key: string | Uint8Array): Buffer {
  return typeof key === 'string' ? Buffer.from(key, 'utf8') : Buffer.from(key.buffer, key.byteOffset, key.byteLength)
}
