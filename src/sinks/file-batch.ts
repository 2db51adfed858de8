import { mkdir, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RowFileWriter } from '../formats/row-file-writer.ts'
import type { SinkBatch } from '../plan/sink.ts'
import { fileError, syncFolder } from '../util/durable-file.ts'
import { faultPoint } from '../util/fault-point.ts'
import { type FileNames, finishedFiles } from './file-folder.ts'
import { partitionRows, withoutPartitions } from './partition-rows.ts'

export interface FileBatchPlan {
  readonly folder: string
  readonly names: FileNames
  readonly partitionBy: readonly string[]
  /** Of the session: moments are folders in it. */
  readonly timeZone: string
  newWriter(path: string): RowFileWriter
  /** Whether files of this batch may be there already: after a crash, or by `replay`. */
  readonly mayExist: boolean
}

/**
 * One batch on its way into the folder. Everything is written and on disk under hidden names before the first file
 * takes its own; then the names follow one after the other, and the folders are put on disk.
 *
 * Without `partitionBy` there is one file, so the batch appears at one moment. With it, a crash between two renames
 * leaves some of the batch's files visible until the batch is run again, under the same names.
 */
export function fileBatch(batchId: number, plan: FileBatchPlan): SinkBatch {
  const { folder, names, partitionBy } = plan
  const writers = new Map<string, RowFileWriter>()

  function writerOf(partition: string): RowFileWriter {
    const writer = writers.get(partition) ?? plan.newWriter(join(folder, names.temporary(batchId, writers.size)))
    writers.set(partition, writer)
    return writer
  }

  /** Final paths, relative to the folder. Folders that differ by case or Unicode form only may be one: they count on. */
  function targets(): { readonly path: string; readonly writer: RowFileWriter }[] {
    const copies = new Map<string, number>()
    return [...writers.keys()].sort().map(partition => {
      const folded = partition.normalize('NFC').toLowerCase()
      const copy = copies.get(folded) ?? 0
      copies.set(folded, copy + 1)
      return { path: join(partition, names.file(batchId, copy)), writer: writers.get(partition)! }
    })
  }

  async function publish(): Promise<void> {
    const files = targets()
    for (const { writer } of files) await writer.close()
    const before = plan.mayExist ? (await finishedFiles(folder, names)).filter(file => file.batchId === batchId) : []
    const toSync = new Set<string>()
    const renamed: string[] = []
    try {
      for (const { path, writer } of files) {
        const target = join(folder, path)
        const firstMade = await mkdir(dirname(target), { recursive: true })
        for (let made = dirname(target); firstMade !== undefined && made !== folder; made = dirname(made))
          toSync.add(dirname(made))
        await rename(writer.path, target)
        renamed.push(target)
        toSync.add(dirname(target))
        faultPoint('sink file renamed')
      }
    } catch (thrown) {
      // What replaced an earlier copy of the same rows stays: to remove it would lose them.
      if (before.length === 0) for (const path of renamed) await unlink(path).catch(() => {})
      throw fileError(thrown, 'rename files of a batch in', folder)
    }
    for (const path of toSync) await syncFolder(path)
    const now = new Set(files.map(file => file.path))
    await removeStale(before.map(file => file.path).filter(path => !now.has(path)))
  }

  /** Files of an earlier attempt that this one did not write: the query, or its options, changed in between. */
  async function removeStale(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const stale = join(folder, path)
      await unlink(stale).catch(thrown => {
        throw fileError(thrown, 'remove the earlier file', stale)
      })
      await syncFolder(dirname(stale))
    }
  }

  const abort = async () => {
    for (const writer of writers.values()) await writer.abort()
    writers.clear()
  }

  return {
    async write(rows) {
      // Spark writes a file without rows for an empty batch; here an empty batch leaves no file.
      if (rows.numRows === 0) return
      if (partitionBy.length === 0) return writerOf('').write(rows)
      const inFile = withoutPartitions(rows, partitionBy)
      for (const [partition, selected] of partitionRows(rows, partitionBy, plan.timeZone))
        await writerOf(partition).write(inFile, selected)
    },
    async commit() {
      try {
        await publish()
      } catch (thrown) {
        await abort()
        throw thrown
      }
      writers.clear()
      faultPoint('sink committed')
      // As Spark's file sink, which does not count.
      return { numOutputRows: -1 }
    },
    abort,
  }
}
