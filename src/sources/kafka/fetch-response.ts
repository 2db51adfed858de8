import type { AbortedTransaction } from './aborted-transactions.ts'
import type { FetchedRecords } from './decode.ts'

/** One partition's part of a Fetch v11 response. */
export interface FetchedPartition extends FetchedRecords {
  readonly errorCode: number
}

/** @see Kafka protocol, FetchResponse v11 */
export function readFetchResponse(buffer: Buffer): {
  readonly errorCode: number
  readonly partitions: readonly FetchedPartition[]
} {
  let position = 4 // the throttle time was seen by the connection
  function int16(): number {
    position += 2
    return buffer.readInt16BE(position - 2)
  }
  function int32(): number {
    position += 4
    return buffer.readInt32BE(position - 4)
  }
  const int64 = () => int32() * 4294967296 + (int32() >>> 0)
  const errorCode = int16()
  int32() // session
  const partitions: FetchedPartition[] = []
  for (let topics = int32(); topics > 0; topics--) {
    const nameLength = int16()
    const topic = buffer.toString('utf8', position, position + nameLength)
    position += nameLength
    for (let count = int32(); count > 0; count--) {
      const partition = int32()
      const partitionErrorCode = int16()
      int64() // high watermark
      int64() // last stable offset
      int64() // log start offset
      const aborted: AbortedTransaction[] = []
      for (let transactions = int32(); transactions > 0; transactions--) {
        aborted.push({ producerId: int64(), firstOffset: int64() })
      }
      int32() // preferred read replica: only with a rack
      const size = Math.max(0, int32())
      const start = position
      position += size
      partitions.push({
        topic,
        partition,
        errorCode: partitionErrorCode,
        aborted,
        buffer,
        start,
        end: position,
      })
    }
  }
  return { errorCode, partitions }
}
