import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '../../util/error.ts'
import type { KafkaCluster } from './cluster.ts'
import { isConnectionProblem, kafkaError, rootOf } from './kafka-error.ts'

/** How long a broker may stay away in the middle of a query. */
export const PATIENCE_MS = 60_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000

/** Refuses to go on once the signal is aborted. @throws QUERY_STOPPED, or the signal's own SluiceError */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  if (signal.reason instanceof SluiceError) throw signal.reason
  throw new SluiceError('QUERY_STOPPED', 'Reading from Kafka was stopped.', {}, signal.reason)
}

/** A pause that an abort ends. */
export async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  throwIfStopped(signal)
}

/** Waits for a promise, but no longer than until the signal is aborted. What the promise brings later is dropped. */
export async function whileNotStopped<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  promise.catch(() => undefined)
  let onAbort: () => void = () => undefined
  const aborted = new Promise<void>(resolve => {
    onAbort = resolve
  })
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await Promise.race([promise, aborted])
    throwIfStopped(signal)
    return await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Counts the pauses between attempts and decides when to give up. */
export interface Patience {
  /**
   * After a failed attempt: waits, or gives up. Connections that failed are dropped, so that the next attempt makes new ones.
   *
   * @throws the failure as a SluiceError when it will not mend itself or the time is over
   */
  afterFailure(thrown: unknown): Promise<void>
  /** Something came: the time starts anew. */
  reset(): void
}

export function patience(cluster: KafkaCluster, doing: string, signal?: AbortSignal, patienceMs = PATIENCE_MS): Patience {
  let failedSinceMs: number | undefined
  let pauseMs = FIRST_PAUSE_MS
  return {
    async afterFailure(thrown) {
      throwIfStopped(signal)
      const root = rootOf(thrown)
      const connection = isConnectionProblem(root)
      const mends = connection ? cluster.wasConnected : root.retriable === true
      failedSinceMs ??= performance.now()
      if (!mends || performance.now() - failedSinceMs > patienceMs) throw kafkaError(thrown, doing, cluster.brokers)
      if (connection) cluster.reset()
      await pause(pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    },
    reset() {
      failedSinceMs = undefined
      pauseMs = FIRST_PAUSE_MS
    },
  }
}

/** Repeats `attempt` while what it throws may mend itself. @throws what `patience` throws */
export async function retrying<T>(
  cluster: KafkaCluster,
  doing: string,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { afterFailure } = patience(cluster, doing, signal)
  for (;;) {
    try {
      return await whileNotStopped(attempt(), signal)
    } catch (thrown) {
      await afterFailure(thrown)
    }
  }
}
