import { livingBroker, removeBrokerState } from './broker-state.ts'
import { localFolders } from './local-folders.ts'
import { endProcess } from './processes.ts'

/** A clean end takes half a second; one that waits for its disk gets this long. */
const PATIENCE_MS = 10_000

/**
 * Ends the broker of this folder: first in order (SIGTERM), by force when it does not end within ten seconds.
 * Its data stay.
 *
 * @returns its process id, undefined when none ran
 */
export async function stopBroker(folder: string = localFolders.work()): Promise<number | undefined> {
  const living = livingBroker(folder)
  if (living !== undefined) await endProcess(living.pid, PATIENCE_MS)
  removeBrokerState(folder)
  return living?.pid
}
