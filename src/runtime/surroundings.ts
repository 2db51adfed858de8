/** What surrounds a call that may take long: a notebook shows progress and turns its Stop button into the signal. */
export interface Surroundings {
  run<T>(
    call: { readonly title: string; readonly signal: AbortSignal | undefined },
    work: (watcher: Watcher) => Promise<T>,
  ): Promise<T>
}

export interface Watcher {
  readonly signal: AbortSignal | undefined
  onPlanned(batchId: number, records: number): void
  onChunk(recordsSoFar: number): void
}

export const noSurroundings: Surroundings = {
  run: ({ signal }, work) => work({ signal, onPlanned: () => {}, onChunk: () => {} }),
}
