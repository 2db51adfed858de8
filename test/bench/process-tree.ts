import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all it started have used so far. */
export interface TreeUse {
  /** User and system time, with that of children that have ended. */
  readonly cpuSeconds: number
  /** Resident now, all processes together. */
  readonly rssMb: number
  /** The most that one of the processes ever held. */
  readonly largestMb: number
}

/** The kernel counts in hundredths of a second, whatever it ticks in. @see man 5 proc, sysconf(_SC_CLK_TCK) */
const TICKS_PER_SECOND = 100

/** @returns null where the system has no /proc, or the process has ended */
export function treeUse(pids: readonly number[]): TreeUse | null {
  let [ticks, rssKb, largestKb, found] = [0, 0, 0, 0]
  for (const pid of pids) {
    const stat = read(`/proc/${pid}/stat`)
    const status = read(`/proc/${pid}/status`)
    if (stat === null || status === null) continue
    found++
    ticks += cpuTicks(stat)
    rssKb += statusKb(status, 'VmRSS')
    largestKb = Math.max(largestKb, statusKb(status, 'VmHWM'))
  }
  return found === 0 ? null : { cpuSeconds: ticks / TICKS_PER_SECOND, rssMb: rssKb / 1024, largestMb: largestKb / 1024 }
}

/** A process and all below it that live. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readNames('/proc')) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : null
    if (stat === null) continue
    const parent = Number(fieldsOf(stat)[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** The fields behind the name of the program, which may hold blanks and brackets: the first is the state. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** utime, stime, cutime and cstime: fields 14 to 17 of /proc/PID/stat. */
export function cpuTicks(stat: string): number {
  return fieldsOf(stat)
    .slice(11, 15)
    .reduce((sum, ticks) => sum + Number(ticks), 0)
}

export function statusKb(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null // it has ended, or there is no such file on this system
  }
}

function readNames(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
