import type { ByteWriter } from 'hyparquet-writer'
import type { OutputFile } from '../../output-file.ts'

/** Smaller parts go to the file together. */
const SMALL_BYTES = 256 * 1024

/** What is to be written, in order: parts as they are, uncopied, among what hyparquet-writer puts into its own buffer. */
export interface PendingBytes {
  append(bytes: Uint8Array): void
  /** Moves all to the file where it is at least so much. */
  writeTo(file: OutputFile, atLeast: number): Promise<void>
}

/** @param own the buffer of hyparquet-writer: it counts the bytes of the whole file, and is emptied here */
export function pendingBytes(own: ByteWriter): PendingBytes {
  let parts: Uint8Array[] = []
  let size = 0

  function takeOwn(): void {
    if (own.index === 0) return
    parts.push(own.getBytes().slice())
    size += own.index
    own.index = 0
  }

  return {
    append(bytes) {
      takeOwn()
      parts.push(bytes)
      size += bytes.length
      own.offset += bytes.length
    },
    async writeTo(file, atLeast) {
      takeOwn()
      if (size < atLeast) return
      const taken = parts
      parts = []
      size = 0
      let small: Uint8Array[] = []
      for (const part of taken) {
        if (part.length < SMALL_BYTES) small.push(part)
        else {
          if (small.length > 0) await file.append(Buffer.concat(small))
          small = []
          await file.append(part)
        }
      }
      if (small.length > 0) await file.append(Buffer.concat(small))
    },
  }
}
