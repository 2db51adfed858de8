/** What every program of the bench is told, as JSON. */
export interface ProgramOptions {
  readonly brokers: readonly string[]
  readonly topic: string
  readonly records: number
  /** An empty folder for what it writes. */
  readonly folder: string
  /** How many batches, seconds or groups, where the work has such a number. */
  readonly count: number
}

export const programOptions = (): ProgramOptions => JSON.parse(process.argv[2]!) as ProgramOptions
