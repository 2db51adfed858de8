import { readFileSync } from 'node:fs'
import { mkdir, open, readFile, unlink } from 'node:fs/promises'
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

/** Folders locked by this process: two queries of one notebook are two writers as well. */
const held = new Set<string>()

/**
 * Takes a checkpoint folder for this query. A lock whose process is gone is taken over.
 *
 * @returns what gives it back
 * @throws CHECKPOINT_IN_USE, PERMISSION_DENIED
 */
export async function lockCheckpoint(location: string): Promise<() => Promise<void>> {
  const path = join(location, '.lock')
  const self: Owner = { pid: process.pid, started: startOf(process.pid), host: hostname() }
  try {
    await mkdir(location, { recursive: true })
  } catch (thrown) {
    throw fileError(thrown, 'create the checkpoint folder', location)
  }
  if (held.has(location)) throw inUse(location, 'another query of this process; call stop() on it, or restart the kernel')
  for (;;) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(JSON.stringify(self))
      await file.close()
      held.add(location)
      return async () => {
        held.delete(location)
        await unlink(path).catch(() => {})
      }
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(thrown, 'lock the checkpoint folder', location)
    }
    const owner = await ownerOf(path)
    if (owner !== null && isAlive(owner)) throw inUse(location, `process ${owner.pid} on ${owner.host}; stop it first`)
    await unlink(path).catch(() => {})
  }
}

function inUse(location: string, by: string): SluiceError {
  return new SluiceError(
    'CHECKPOINT_IN_USE',
    `Cannot use checkpoint ${location}: it is in use by ${by}. Two writers on one checkpoint would write rows twice; give each query its own checkpointLocation.`,
    { location },
  )
}

async function ownerOf(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner
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
  return owner.pid !== process.pid && startOf(owner.pid) === owner.started
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
