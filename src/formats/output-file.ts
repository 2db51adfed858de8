import { type FileHandle, open, unlink } from 'node:fs/promises'
import { fileError } from '../util/durable-file.ts'
import { faultPoint } from '../util/fault-point.ts'

/** A file that is written from front to back, opened by its first bytes. Crash tests stop at its steps. */
export interface OutputFile {
  append(bytes: Uint8Array): Promise<void>
  /** Puts the file on disk and closes it. @returns its size in bytes */
  finish(): Promise<number>
  /** Closes and removes it; never throws. */
  discard(): Promise<void>
}

/** @throws NO_SPACE_LEFT, PERMISSION_DENIED, SINK_FAILED from `append` and `finish` */
export function outputFile(path: string): OutputFile {
  let file: FileHandle | undefined
  let size = 0
  const attempt = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (thrown) {
      throw fileError(thrown, 'write', path)
    }
  }
  return {
    append: bytes =>
      attempt(async () => {
        if (file === undefined) {
          file = await open(path, 'w')
          faultPoint('sink file opened')
        }
        await file.writeFile(bytes)
        size += bytes.length
        faultPoint('sink rows written')
      }),
    finish: () =>
      attempt(async () => {
        await file?.sync()
        await file?.close()
        file = undefined
        faultPoint('sink file synced')
        return size
      }),
    async discard() {
      await file?.close().catch(() => {})
      file = undefined
      await unlink(path).catch(() => {})
    },
  }
}
