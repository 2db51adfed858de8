import { open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf, SluiceError } from './error.ts'

/**
 * Writes a whole file that is there entirely or not at all, also after a power cut: a hidden temporary name in the
 * same folder, fsync, rename over the name, fsync of the folder. An existing file is replaced.
 *
 * @param beforeRename runs when the temporary file is on disk and the name not yet taken; crash tests stop there
 * @throws NO_SPACE_LEFT, PERMISSION_DENIED, SINK_FAILED; then nothing is left behind.
 */
export async function writeFileDurably(path: string, data: string | Uint8Array, beforeRename?: () => void): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
    beforeRename?.()
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (thrown) {
    await unlink(temporary).catch(() => {})
    throw fileError(thrown, 'write', path)
  }
}

/**
 * Puts a folder's list of names on disk: without it a renamed file may be gone after a power cut.
 * Does nothing on Windows, which has no such call.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (thrown) {
    throw fileError(thrown, 'put on disk the folder', path)
  }
}

/**
 * A failed file operation as an error that says what cannot be done, where and how to mend it.
 *
 * @param doing the verb of "Cannot … <path>": `write`, `create the folder`
 */
export function fileError(thrown: unknown, doing: string, path: string): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const errno = errnoOf(thrown)
  const details = { path, errno }
  const cannot = `Cannot ${doing} ${path}`
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SluiceError(
        'NO_SPACE_LEFT',
        `${cannot}: no space is left on its disk. Free some space or choose a folder on another disk, then run it again; nothing half written is visible.`,
        details,
        thrown,
      )
    case 'EACCES':
    case 'EPERM':
      return new SluiceError(
        'PERMISSION_DENIED',
        `${cannot}: this user may not. Give it write permission for the folder (chmod u+w, chown) or choose another folder.`,
        details,
        thrown,
      )
    case 'EROFS':
      return new SluiceError(
        'PERMISSION_DENIED',
        `${cannot}: its disk is read-only. Choose a folder that can be written.`,
        details,
        thrown,
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new SluiceError(
        'SINK_FAILED',
        `${cannot}: a file stands where a folder must be. Remove it or choose another path.`,
        details,
        thrown,
      )
    case 'ENOENT':
      return new SluiceError(
        'SINK_FAILED',
        `${cannot}: the file or its folder is not there. Create the folder, or check the path.`,
        details,
        thrown,
      )
    case 'EMFILE':
    case 'ENFILE':
      return new SluiceError(
        'SINK_FAILED',
        `${cannot}: too many files are open. Raise the limit (ulimit -n), or partition by fewer values.`,
        details,
        thrown,
      )
    default:
      return new SluiceError(
        'SINK_FAILED',
        `${cannot}: ${messageOf(thrown)}. Check the path and the disk, then run it again.`,
        details,
        thrown,
      )
  }
}

/** The system's word for a failed call (`ENOSPC`), where what was thrown carries one. */
function errnoOf(thrown: unknown): string | undefined {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : undefined
}
