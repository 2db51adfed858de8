/**
 * Places at which the crash tests stop a process dead. In the order a batch passes them.
 * Each sits between two steps of the exactly-once protocol, so "kill -9 between any two steps" is a list.
 */
export const FAULT_POINTS = [
  'batch planned',
  'offsets logged',
  'source opened',
  'chunk read',
  'chunk processed',
  'state merged',
  'sink file opened',
  'sink rows written',
  'sink file synced',
  'sink file renamed',
  'sink committed',
  'state file written',
  'state file renamed',
  'commit file written',
  'commit logged',
  'old files purged',
] as const

export type FaultPoint = (typeof FAULT_POINTS)[number]

const armed = process.env.SLUICE_FAULT_POINT
let passesLeft = Number(process.env.SLUICE_FAULT_PASSES ?? 1)

/**
 * Does nothing, unless the environment names this point: then the process dies at its n-th passing
 * (`SLUICE_FAULT_POINT="sink file synced" SLUICE_FAULT_PASSES=2`), as by a power cut, without any clean-up.
 */
export function faultPoint(name: FaultPoint): void {
  if (armed === name && --passesLeft === 0) process.kill(process.pid, 'SIGKILL')
}
