import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** True while a process has this id, whoever owns it. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** A dead process whose parent has not asked for its exit code still has its id. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

/** Its command line, empty when it cannot be seen: ids are given out again, so an id alone proves nothing. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32')
      return execFileSync('wmic', ['process', 'where', `processid=${pid}`, 'get', 'commandline']).toString()
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)]).toString()
  } catch {
    return ''
  }
}

/** The ids of all processes below this one, children before grandchildren. Empty on Windows. */
export function descendantsOf(pid: number): number[] {
  if (process.platform === 'win32') return []
  let table: string
  try {
    table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString()
  } catch {
    return []
  }
  const pairs = table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
  const found = [pid]
  for (const parent of found) {
    for (const [child, childsParent] of pairs) if (childsParent === parent && child !== undefined) found.push(child)
  }
  return found.slice(1)
}

/** Sends a signal; a process that is already gone is no mistake. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone, or not ours to end
  }
}

/**
 * Asks a process to end, waits, and ends it by force (with those below it) when it does not.
 *
 * @returns true when it ended by itself in time
 */
export async function endProcess(pid: number, patienceMs: number): Promise<boolean> {
  const below = descendantsOf(pid)
  sendSignal(pid, 'SIGTERM')
  const gentle = await waitUntilGone(pid, patienceMs)
  for (const one of gentle ? below : [pid, ...below]) if (processLives(one)) sendSignal(one, 'SIGKILL')
  if (!gentle) await waitUntilGone(pid, 5000)
  return gentle
}

async function waitUntilGone(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (processLives(pid)) {
    if (Date.now() > deadline) return false
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  return true
}
