import { crc32c } from '../util/crc32c.ts'
import { SluiceError } from '../util/error.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'

const VERSION = 'v1'

/**
 * A log of one small text file per batch id, as Spark's `HDFSMetadataLog`: a version line, then lines of JSON. One
 * line is ours: the checksum at the end, so that a changed or lost byte is noticed and never resumed from.
 */
export interface MetadataLog {
  add(batchId: number, lines: readonly string[], beforeRename?: () => void): Promise<void>
  /** The lines of a batch; `null` where there is none. @throws CHECKPOINT_DAMAGED */
  get(batchId: number): Promise<readonly string[] | null>
  /** All ids, ascending. */
  ids(): Promise<readonly number[]>
  latestId(): Promise<number | null>
  /** Removes all ids below. */
  purge(belowId: number): Promise<void>
}

export function metadataLog(files: CheckpointFiles, folder: string): MetadataLog {
  const ids = async () =>
    (await files.list(folder))
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)
  return {
    add: (batchId, lines, beforeRename) => files.write(`${folder}/${batchId}`, sealed([VERSION, ...lines]), beforeRename),
    async get(batchId) {
      const bytes = await files.read(`${folder}/${batchId}`)
      return bytes === null ? null : unsealed(bytes, `${files.location}/${folder}/${batchId}`).slice(1)
    },
    ids,
    latestId: async () => (await ids()).at(-1) ?? null,
    async purge(belowId) {
      for (const id of await ids()) if (id < belowId) await files.remove(`${folder}/${id}`)
    },
  }
}

/** Lines as a file whose last line is the checksum of the others. */
export function sealed(lines: readonly string[]): string {
  const text = `${lines.join('\n')}\n`
  return `${text}crc32c:${crc32c(Buffer.from(text)).toString(16).padStart(8, '0')}`
}

/**
 * The lines of a sealed file, version line first.
 *
 * @throws CHECKPOINT_DAMAGED
 */
export function unsealed(bytes: Uint8Array, path: string): readonly string[] {
  const text = Buffer.from(bytes).toString('utf8')
  const end = text.lastIndexOf('\n') + 1
  const [body, seal] = [text.slice(0, end), text.slice(end)]
  const damaged = (why: string) =>
    new SluiceError(
      'CHECKPOINT_DAMAGED',
      `Cannot read ${path}: ${why}. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
      { path },
    )
  if (text.trim() === '') throw damaged('it is empty')
  // The bytes, not the text: what is not UTF-8 would read as U+FFFD whatever it was.
  if (
    sealed(body.split('\n').slice(0, -1)) !== text ||
    !Buffer.from(text).equals(Buffer.from(bytes)) ||
    !seal.startsWith('crc32c:')
  ) {
    throw damaged('its checksum does not match, so a byte was changed or lost')
  }
  const lines = body.split('\n').slice(0, -1)
  if (lines[0] !== VERSION) throw damaged(`its version is "${lines[0]}", this program reads "${VERSION}"`)
  return lines
}
