/** Milliseconds per phase of a trigger, under Spark's names. */
export class Stopwatch {
  readonly #start = performance.now()
  readonly #durations: Record<string, number> = {}

  get durations(): Readonly<Record<string, number>> {
    return this.#durations
  }

  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      this.add(phase, performance.now() - start)
    }
  }

  timeSync<T>(phase: string, work: () => T): T {
    const start = performance.now()
    const result = work()
    this.add(phase, performance.now() - start)
    return result
  }

  add(phase: string, ms: number): void {
    this.#durations[phase] = (this.#durations[phase] ?? 0) + Math.round(ms)
  }

  /** Closes the phase that spans all: from the making of this watch until now. */
  end(phase: string): void {
    this.#durations[phase] = Math.round(performance.now() - this.#start)
  }
}
