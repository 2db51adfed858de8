import { SluiceError } from '../util/error.ts'

/**
 * What a promise gives, unless the signal fires before: a broker that is away must not hold up a stop.
 *
 * @throws QUERY_STOPPED when the signal fires
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new SluiceError('QUERY_STOPPED', 'The query was stopped before the batch was planned. Nothing was read.'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
