/** Work that stops on its way, so that somebody can take what it has made so far; or that is done at once. */
export type Steps<T extends object> = T | Generator<void, T, void>

/** The work as one that may stop. */
export function* stepwise<T extends object>(work: Steps<T>): Generator<void, T, void> {
  return isGenerator(work) ? yield* work : work
}

/** A list too can be iterated: only work on its way has a `next`. */
function isGenerator<T extends object>(work: Steps<T>): work is Generator<void, T, void> {
  return 'next' in work && typeof work.next === 'function'
}
