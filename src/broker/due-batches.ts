import { setTimeout as delay } from 'node:timers/promises'

export interface DueBatchesOptions<R> {
  /** Records a second; `Infinity` as fast as they come. */
  readonly rate: number
  readonly maxRecords: number
  readonly maxBytes: number
  readonly bytesOf: (record: R) => number
  /** Ends the sequence. */
  readonly signal?: AbortSignal
}

/** How long a batch that is not full waits for a slow source. */
const LINGER_MS = 5

/**
 * Records in the batches in which they fall due: record i at start + i / rate on a monotonic clock. A slow batch delays
 * none of the later due times, so the rate holds over the whole run. A record is asked for when it is due, not before.
 *
 * @returns batches of one record or more, until the records end or the signal comes
 */
export async function* dueBatches<R>(
  records: Iterable<R> | AsyncIterable<R>,
  options: DueBatchesOptions<R>,
): AsyncGenerator<readonly R[]> {
  const { rate, maxRecords, maxBytes, bytesOf, signal } = options
  const source = pullFrom(records, signal)
  const startMs = performance.now()
  const dueMs = (index: number) => startMs + (rate === Number.POSITIVE_INFINITY ? 0 : (index * 1000) / rate)
  try {
    for (let index = 0, ended = false; !ended && !signal?.aborted; ) {
      const waitMs = dueMs(index) - performance.now()
      if (waitMs > 0) {
        // setTimeout keeps 31 bits of milliseconds; a longer wait goes round again.
        await delay(Math.min(waitMs, 2 ** 30), undefined, signal === undefined ? {} : { signal }).catch(() => {})
        continue
      }
      const batch: R[] = []
      for (let bytes = 0; batch.length < maxRecords && bytes < maxBytes && dueMs(index) <= performance.now(); index++) {
        const pulled = source.pull(batch.length > 0)
        const next = pulled instanceof Promise ? await pulled : pulled
        if (next === 'not yet') break
        if (next.done) {
          ended = true
          break
        }
        batch.push(next.value)
        bytes += bytesOf(next.value)
      }
      if (batch.length > 0) yield batch
    }
  } finally {
    source.close()
  }
}

type Pulled<R> = IteratorResult<R, unknown> | 'not yet'

interface Pull<R> {
  /** The next record; with `hurry`, `not yet` where it does not come within the linger. */
  pull(hurry: boolean): Pulled<R> | Promise<Pulled<R>>
  close(): void
}

function pullFrom<R>(records: Iterable<R> | AsyncIterable<R>, signal?: AbortSignal): Pull<R> {
  if (!(Symbol.asyncIterator in records)) {
    const iterator = records[Symbol.iterator]()
    return { pull: () => iterator.next(), close: () => void iterator.return?.() }
  }
  const iterator = records[Symbol.asyncIterator]()
  const aborted = new Promise<'not yet'>(resolve => signal?.addEventListener('abort', () => resolve('not yet'), { once: true }))
  // A promise that was asked for and not waited out is the next record still.
  let pending: Promise<IteratorResult<R, unknown>> | null = null
  return {
    async pull(hurry) {
      pending ??= iterator.next()
      const timer = new AbortController()
      const lingered = hurry
        ? [delay(LINGER_MS, 'not yet' as const, { signal: timer.signal }).catch(() => 'not yet' as const)]
        : []
      try {
        const next = await Promise.race([pending, aborted, ...lingered])
        if (next !== 'not yet') pending = null
        return next
      } finally {
        timer.abort()
      }
    },
    // Not awaited: a generator that hangs in its own wait would hold the end of the run.
    close: () => void Promise.resolve(iterator.return?.()).catch(() => {}),
  }
}
