import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from '../../util/durable-file.ts'
import { SluiceError } from '../../util/error.ts'
import { parsePartitionFolder } from '../partition-path.ts'

export interface ParquetFile {
  readonly path: string
  /** From the names of the folders between, outermost first: `type=deposit`. */
  readonly partitions: ReadonlyMap<string, string | null>
}

/**
 * The Parquet files of a folder, sorted by folder and name, or the one file. What starts with `.` is hidden, and
 * what starts with `_` unless it is the folder of a partition (`_t=1`), as for Spark.
 *
 * @throws SINK_FAILED, PERMISSION_DENIED where the path cannot be read
 */
export async function parquetFiles(path: string): Promise<ParquetFile[]> {
  const info = await stat(path).catch(thrown => {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      const message = `Cannot read ${path}: there is no such file or folder. Check the path; a sink makes its folder when its query starts.`
      throw new SluiceError('SINK_FAILED', message, { path }, thrown)
    }
    throw fileError(thrown, 'read', path)
  })
  if (info.isFile()) return [{ path, partitions: new Map() }]
  const files: ParquetFile[] = []
  await collect(path, new Map(), files)
  return files
}

async function collect(folder: string, partitions: ReadonlyMap<string, string | null>, files: ParquetFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(thrown => {
    throw fileError(thrown, 'read', folder)
  })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isHidden(entry.name)) continue
    if (entry.isDirectory()) {
      const partition = parsePartitionFolder(entry.name)
      const inner = partition === null ? partitions : new Map([...partitions, [partition.column, partition.value]])
      await collect(join(folder, entry.name), inner, files)
    } else if (entry.name.endsWith('.parquet')) {
      files.push({ path: join(folder, entry.name), partitions })
    }
  }
}

/** @see Spark `HadoopFSUtils.shouldFilterOutPathName` */
function isHidden(name: string): boolean {
  return name.startsWith('.') || (name.startsWith('_') && !name.includes('='))
}
