const LENGTH_BYTES = 4

/** null where there is no memory for it: an error within a read would end the process. */
function bufferFor(bytes: number): Buffer | null {
  try {
    return Buffer.allocUnsafe(bytes)
  } catch {
    return null
  }
}

/** Where a socket reads to: responses of Kafka, each with its length before it. */
export interface ResponseFrames {
  /** Room for what comes next: never more than belongs to one response. */
  room(): Uint8Array
  /** Tells that so many bytes lie in the room. */
  filled(bytes: number): void
}

/**
 * Lets a socket read straight into the response that the bytes belong to. Node would make a buffer of 64 KB for every
 * read, and kafkajs would copy them together: of a backlog that is twice its size, and most of the work of the garbage
 * collector.
 *
 * @param isLength whether a response may have that length
 * @param take gets each response whole, its length before it
 * @param refuse is told a length that no response has
 */
export function responseFrames(
  isLength: (length: number) => boolean,
  take: (response: Buffer) => void,
  refuse: (length: number) => void,
): ResponseFrames {
  let response: Buffer = Buffer.allocUnsafe(LENGTH_BYTES)
  let used = 0
  return {
    room: () => response.subarray(used),
    filled(bytes) {
      used += bytes
      if (used < response.length) return
      if (response.length === LENGTH_BYTES) {
        const length = response.readInt32BE(0)
        if (length < 0 || !isLength(length)) return refuse(length)
        if (length > 0) {
          const whole = bufferFor(LENGTH_BYTES + length)
          if (whole === null) return refuse(length)
          response.copy(whole)
          response = whole
          return
        }
      }
      const whole = response
      response = Buffer.allocUnsafe(LENGTH_BYTES)
      used = 0
      take(whole)
    },
  }
}
