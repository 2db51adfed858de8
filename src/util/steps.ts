/** Work that stops on its way, so that somebody can take what it has made so far; or that is done at once. */
export type Steps<T extends object> = T | Generator<void, T, void>

/** The work as one that may stop. */
export function* stepwise<T extends object>(work: Steps<T>): Generator<void, T, void> {
  return Symbol.iterator in work ? yield* work : work
}
