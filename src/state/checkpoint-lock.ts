import { readFileSync } from 'node:fs'
import { link, mkdir, readFile, realpath, rename, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileError } from '../util/durable-file.ts'
import { SluiceError } from '../util/error.ts'

interface Owner {
  readonly pid: number
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly started: string
  readonly host: string
}

/** Folders locked by this process, without symbolic links: two queries of one notebook are two writers as well. */
const held = new Set<string>()

/**
 * Takes a checkpoint folder for this query. A lock whose process is gone is taken over.
 *
 * @returns what gives it back
 * @throws CHECKPOINT_IN_USE, PERMISSION_DENIED
 */
export async function lockCheckpoint(location: string): Promise<() => Promise<void>> {
  const self = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() } satisfies Owner)
  let folder: string
  try {
    await mkdir(location, { recursive: true })
    folder = await realpath(location)
  } catch (thrown) {
    throw fileError(thrown, 'create the checkpoint folder', location)
  }
  const path = join(folder, '.lock')
  if (held.has(folder)) throw inUse(location, 'another query of this process; call stop() on it, or restart the kernel')
  held.add(folder)
  try {
    while (!(await create(path, self))) {
      const text = await readFile(path, 'utf8').catch(() => null)
      const owner = ownerIn(text)
      if (owner !== null && isAlive(owner))
        throw inUse(
          location,
          `process ${owner.pid} on ${owner.host}; stop it first (if that machine is gone for good, delete ${path})`,
        )
      if (text !== null) await removeStale(path, text)
    }
  } catch (thrown) {
    held.delete(folder)
    throw thrown instanceof SluiceError ? thrown : fileError(thrown, 'lock the checkpoint folder', location)
  }
  return async () => {
    await unlink(path).catch(() => {})
    held.delete(folder)
  }
}

/** Makes the lock with its text at one moment: nobody sees it empty. @returns whether it was made; not, where there is one */
async function create(path: string, text: string): Promise<boolean> {
  const own = `${path}.${process.pid}`
  await writeFile(own, text)
  try {
    await link(own, path)
    return true
  } catch (thrown) {
    // Gone: the holder of the lock has cleared up meanwhile.
    if (['EEXIST', 'ENOENT'].includes((thrown as NodeJS.ErrnoException).code ?? '')) return false
    throw thrown
  } finally {
    await unlink(own).catch(() => {})
  }
}

/** Removes a lock whose owner is gone. Where another has taken it over meanwhile, that one keeps it. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`
  try {
    await rename(path, aside)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return
    throw thrown
  }
  if ((await readFile(aside, 'utf8')) !== text) await link(aside, path).catch(() => {})
  await unlink(aside).catch(() => {})
}

function inUse(location: string, by: string): SluiceError {
  return new SluiceError(
    'CHECKPOINT_IN_USE',
    `Cannot use checkpoint ${location}: it is in use by ${by}. Two writers on one checkpoint would write rows twice; give each query its own checkpointLocation.`,
    { location },
  )
}

function ownerIn(text: string | null): Owner | null {
  try {
    return JSON.parse(text ?? '') as Owner | null
  } catch {
    return null
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true
  try {
    process.kill(owner.pid, 0)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
  return startOf(owner.pid) === owner.started
}

/** Linux: the 22nd field of /proc/<pid>/stat, clock ticks since boot. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''
  } catch {
    return ''
  }
}
