/** As a fetch response lists them: the producer's transaction that began at `firstOffset` was aborted. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

export interface AbortedTransactions {
  /** Call for every batch with a producer id, in offset order, before asking `isAborted`. */
  advanceTo(lastOffset: number): void
  /** An abort marker ends what its producer had aborted. */
  endOf(producerId: number): void
  isAborted(producerId: number): boolean
}

/**
 * Which batches of one response belong to aborted transactions. The broker lists them by *last* offset; they take
 * effect by *first* offset, several at once. Made anew for every response, because the broker repeats what matters.
 *
 * @see Kafka `CompletedFetch.consumeAbortedTransactionsUpTo`
 */
export function abortedTransactions(list: readonly AbortedTransaction[]): AbortedTransactions {
  const byFirstOffset = [...list].sort((a, b) => a.firstOffset - b.firstOffset)
  const producers = new Set<number>()
  let next = 0
  return {
    advanceTo(lastOffset) {
      while (next < byFirstOffset.length && byFirstOffset[next]!.firstOffset <= lastOffset) {
        producers.add(byFirstOffset[next++]!.producerId)
      }
    },
    endOf: producerId => void producers.delete(producerId),
    isAborted: producerId => producers.has(producerId),
  }
}
