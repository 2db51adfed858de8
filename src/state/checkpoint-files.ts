import { mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileError, writeFileDurably } from '../util/durable-file.ts'

/** The files of a checkpoint by their path in it: in a folder, or in memory for queries that need not survive. */
export interface CheckpointFiles {
  /** As messages name it. */
  readonly location: string
  read(path: string): Promise<Uint8Array | null>
  /** Whole or not at all, also after a power cut; replaces. `beforeRename` is a place where crash tests stop. */
  write(path: string, data: string | Uint8Array, beforeRename?: () => void): Promise<void>
  /** Names in a folder; none where there is no folder. Hidden and temporary names are left out. */
  list(folder: string): Promise<readonly string[]>
  remove(path: string): Promise<void>
  /** Removes the temporary files that a crash left in these folders. Only the holder of the checkpoint's lock may. */
  removeLeftOvers(folders: readonly string[]): Promise<void>
}

/** @throws PERMISSION_DENIED, NO_SPACE_LEFT */
export function folderFiles(location: string): CheckpointFiles {
  const known = new Set<string>()
  const isMissing = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code === 'ENOENT'
  return {
    location,
    async read(path) {
      try {
        return await readFile(join(location, path))
      } catch (thrown) {
        if (isMissing(thrown)) return null
        throw fileError(thrown, 'read', join(location, path))
      }
    },
    async write(path, data, beforeRename) {
      const file = join(location, path)
      const folder = dirname(file)
      try {
        if (!known.has(folder)) await mkdir(folder, { recursive: true })
        known.add(folder)
      } catch (thrown) {
        throw fileError(thrown, 'create the folder', folder)
      }
      await writeFileDurably(file, data, beforeRename)
    },
    async list(folder) {
      try {
        return (await readdir(join(location, folder))).filter(name => !name.startsWith('.') && !name.endsWith('.tmp'))
      } catch (thrown) {
        if (isMissing(thrown)) return []
        throw fileError(thrown, 'list', join(location, folder))
      }
    },
    async remove(path) {
      await unlink(join(location, path)).catch(thrown => {
        if (!isMissing(thrown)) throw fileError(thrown, 'delete', join(location, path))
      })
    },
    async removeLeftOvers(folders) {
      for (const folder of folders) {
        const names = await readdir(join(location, folder)).catch(() => [])
        for (const name of names)
          if (/^\..*\.tmp$|^\.lock\./.test(name)) await unlink(join(location, folder, name)).catch(() => {})
      }
    },
  }
}

export function memoryFiles(): CheckpointFiles {
  const files = new Map<string, Uint8Array>()
  return {
    location: '(in memory)',
    read: async path => files.get(path) ?? null,
    async write(path, data) {
      files.set(path, typeof data === 'string' ? Buffer.from(data) : data)
    },
    list: async folder =>
      [...files.keys()].filter(path => path.startsWith(`${folder}/`)).map(path => path.slice(folder.length + 1)),
    async remove(path) {
      files.delete(path)
    },
    removeLeftOvers: async () => {},
  }
}
