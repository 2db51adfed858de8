import { constants } from 'node:fs'
import { access, mkdir, readdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { escapePathName } from '../formats/partition-path.ts'
import { fileError, syncFolder } from '../util/durable-file.ts'

/**
 * The names of one query's files in a folder that may hold other queries' files too.
 *
 * `part-00007-<queryId>.c000.snappy.parquet` is Spark's shape, but where Spark has a task number and a random uuid,
 * here stand the batch id and the query id: the same batch written again takes the same name, so it replaces itself,
 * and a plain folder needs no log of valid files beside it. `c000` counts folders that are one on file systems which
 * do not tell `A` from `a`.
 */
export interface FileNames {
  file(batchId: number, copy: number): string
  /** Hidden, and of no known format: no reader takes it. */
  temporary(batchId: number, index: number): string
  /** The batch id of a finished file of this query, else null. */
  batchIdOf(name: string): number | null
  isTemporary(name: string): boolean
}

/** @param extension with its dots: `.snappy.parquet`; files of the same format belong together whatever their compression */
export function fileNames(queryId: string, extension: string): FileNames {
  const query = escapePathName(queryId)
  const format = /\.(parquet|json|csv)/.exec(extension)![0]
  const padded = (count: number, digits: number) => String(count).padStart(digits, '0')
  const belongs = (name: string, start: string) => {
    const match = name.startsWith(start) ? /^(\d{5,})-/.exec(name.slice(start.length)) : null
    return match !== null && name.startsWith(`${query}.`, start.length + match[0].length) ? Number(match[1]) : null
  }
  return {
    file: (batchId, copy) => `part-${padded(batchId, 5)}-${query}.c${padded(copy, 3)}${extension}`,
    temporary: (batchId, index) => `.part-${padded(batchId, 5)}-${query}.${index}.tmp`,
    batchIdOf: name => (name.includes(format, name.indexOf('.')) ? belongs(name, 'part-') : null),
    isTemporary: name => name.endsWith('.tmp') && belongs(name, '.part-') !== null,
  }
}

/**
 * Makes the folder and checks that files can be made in it.
 *
 * @throws PERMISSION_DENIED, NO_SPACE_LEFT, SINK_FAILED
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    const firstMade = await mkdir(folder, { recursive: true })
    if (firstMade !== undefined)
      for (let made = folder; ; made = dirname(made)) {
        await syncFolder(dirname(made))
        if (made === firstMade || made === dirname(made)) break
      }
  } catch (thrown) {
    throw fileError(thrown, 'create the folder', folder)
  }
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (thrown) {
    throw fileError(thrown, 'write in the folder', folder)
  }
}

/** Removes what crashed attempts of this query left: their files still have hidden names. */
export async function removeLeftOvers(folder: string, names: FileNames): Promise<void> {
  try {
    for (const name of await readdir(folder)) if (names.isTemporary(name)) await unlink(join(folder, name))
  } catch (thrown) {
    throw fileError(thrown, 'remove left-over files in', folder)
  }
}

/** This query's finished files, below the folder, as paths relative to it, with their batch ids. */
export async function finishedFiles(folder: string, names: FileNames): Promise<{ path: string; batchId: number }[]> {
  const found: { path: string; batchId: number }[] = []
  const walk = async (inner: string): Promise<void> => {
    for (const entry of await readdir(join(folder, inner), { withFileTypes: true })) {
      const batchId = names.batchIdOf(entry.name)
      if (entry.isDirectory() && !entry.name.startsWith('.')) await walk(join(inner, entry.name))
      else if (batchId !== null) found.push({ path: join(inner, entry.name), batchId })
    }
  }
  try {
    await walk('')
  } catch (thrown) {
    throw fileError(thrown, 'list the folder', folder)
  }
  return found
}
