import type { Machine } from './machine.ts'
import { type Spread, spreadOf } from './statistics.ts'

/** What was measured in one run; null where the program or the system does not tell. */
export interface RunFigures {
  readonly wallSeconds: number
  readonly workSeconds: number | null
  readonly cpuSeconds: number | null
  readonly peakRssMb: number | null
  /** What the program measured itself, by name. */
  readonly figures: Readonly<Record<string, number>>
}

/** What one peer did in one work. */
export interface Result {
  readonly work: WorkName
  readonly peer: string
  readonly label: string
  readonly version: string | null
  /** Of the topic. */
  readonly records: number
  /** Whether a right answer was asked of it, or reading alone. */
  readonly answers: boolean
  readonly runs: readonly RunFigures[]
  /** How its answer is wrong; none where it is right. */
  readonly differences: readonly string[]
  /** Why it ended without an answer. */
  readonly failure: string | null
}

export const WORKS = {
  backlog: 'a backlog through windows by type',
  lz4: 'the same through a topic in lz4',
  zstd: 'the same through a topic in zstd',
  suspicious: 'a filter into Parquet with a checkpoint, 6 % pass',
  'first-table': 'process start to the first table',
  next: 'next() of 1,000 records on a running query',
  import: 'import "sluice" in a new process',
  parquet: 'all rows to Parquet',
  memory: 'the backlog on the small topic',
  groups: 'many open groups, user by window',
  batches: 'many batches on one checkpoint',
  live: 'following a producer, a batch every second',
} as const

export type WorkName = keyof typeof WORKS

/** Everything a bench found. What `--json` prints. */
export interface Report {
  readonly seed: number
  /** Records of the two sizes of topic. */
  readonly small: number
  readonly big: number | null
  readonly groups: number
  readonly batches: number
  readonly live: { readonly recordsPerSecond: number; readonly seconds: number }
  readonly repeat: number
  /** Whether this is the bench whole, at the size that the musts speak of. */
  readonly isWhole: boolean
  readonly startedAt: string
  readonly seconds: number
  readonly machine: Machine
  readonly topics: readonly { readonly topic: string; readonly records: number; readonly bytes: number; readonly codec: string }[]
  readonly results: readonly Result[]
  readonly missing: readonly { readonly peer: string; readonly reason: string }[]
}

export function resultOf(report: Pick<Report, 'results'>, work: WorkName, peer: string): Result | undefined {
  return report.results.find(result => result.work === work && result.peer === peer && result.runs.length > 0)
}

/** Of one figure over the runs; null where one run lacks it. */
export function spreadIn(result: Result | undefined, pick: (run: RunFigures) => number | null | undefined): Spread | null {
  const values = result?.runs.map(pick) ?? []
  const numbers = values.filter(value => typeof value === 'number')
  return numbers.length === values.length ? spreadOf(numbers) : null
}

export const medianIn = (result: Result | undefined, pick: (run: RunFigures) => number | null | undefined): number | null =>
  spreadIn(result, pick)?.median ?? null

export const figureIn = (result: Result | undefined, name: string): number | null => medianIn(result, run => run.figures[name])

/** Records a second from the start of the process to the answer; the same clock for everybody. */
export function wallRate(result: Result | undefined): number | null {
  const seconds = medianIn(result, run => run.wallSeconds)
  return seconds === null ? null : result!.records / seconds
}

/** Records a second by the program's own clock, from its first connection to the answer. */
export function ownRate(result: Result | undefined): number | null {
  const seconds = medianIn(result, run => run.workSeconds)
  return seconds === null ? null : result!.records / seconds
}
