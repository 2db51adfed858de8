import type { Machine } from '../bench/machine.ts'
import type { Run } from '../bench/measure.ts'
import { type Spread, spreadOf } from '../bench/statistics.ts'
import type { EventLog } from './log.ts'

/** Events a second and core that Flink publishes for its SQL queries, on RocksDB. */
export const FLINK: Readonly<Record<string, number>> = {
  q1: 158_000,
  q2: 175_000,
  q5: 22_000,
  q7: 12_000,
  q8: 146_000,
  q11: 40_000,
  q12: 76_000,
}

/** What was measured in one run; null where the system does not tell. */
export type NexmarkRun = Omit<Run, 'reported'>

/** What became of one query. */
export interface NexmarkResult {
  readonly query: string
  readonly title: string
  readonly runs: readonly NexmarkRun[]
  /** Of the right answer; null where there was none to compare. */
  readonly rows: number | null
  /** How the answer is wrong; none where it is right. */
  readonly differences: readonly string[]
  /** Why it ended without an answer. */
  readonly failure: string | null
}

/** Everything a run of the bench found. What `--json` prints, with `musts`. */
export interface NexmarkReport {
  readonly seed: number
  readonly repeat: number
  readonly batch: number
  readonly isJudged: boolean
  readonly startedAt: string
  readonly seconds: number
  readonly machine: Machine
  readonly log: Omit<EventLog, 'path'>
  readonly results: readonly NexmarkResult[]
}

/** One of Flink's figures, and ours. */
export interface NexmarkMust {
  readonly query: string
  /** Events a second and core. */
  readonly flink: number
  readonly measured: number | null
  /** null where it was not measured, or not with enough events. */
  readonly met: boolean | null
}

export function musts({ results, log, isJudged }: Pick<NexmarkReport, 'results' | 'log' | 'isJudged'>): NexmarkMust[] {
  return results.flatMap(result => {
    const flink = FLINK[result.query]
    if (flink === undefined) return []
    const measured = perCore(result, log.events)?.median ?? null
    return [{ query: result.query, flink, measured, met: isJudged && measured !== null ? measured >= flink : null }]
  })
}

/** Events a second and core: of a second of CPU time, from the start of the process to the last row. */
export const perCore = ({ runs }: NexmarkResult, events: number): Spread | null =>
  spreadOfAll(runs.map(({ cpuSeconds }) => (cpuSeconds === null || cpuSeconds === 0 ? null : events / cpuSeconds)))

export const spreadOfAll = (values: readonly (number | null)[]): Spread | null =>
  values.includes(null) ? null : spreadOf(values.filter(value => value !== null))

/** 1 where an answer is wrong or missing, or a figure of Flink is missed. */
export function exitCodeOf(report: Pick<NexmarkReport, 'results' | 'log' | 'isJudged'>): 0 | 1 {
  const isWrong = report.results.some(({ differences, failure }) => differences.length > 0 || failure !== null)
  const isMissed = report.isJudged && musts(report).some(({ met }) => met !== true)
  return isWrong || isMissed ? 1 : 0
}
