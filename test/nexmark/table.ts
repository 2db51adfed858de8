import { number } from '../bench/musts.ts'
import type { Spread } from '../bench/statistics.ts'
import { columns } from '../bench/table.ts'
import { FLINK, type NexmarkReport, type NexmarkResult, perCore, spreadOfAll } from './results.ts'

const HEADINGS = [
  '',
  '',
  'events/s',
  'events/s/core',
  "Flink's",
  'times',
  'cores',
  'CPU s',
  'peak MB',
  'rows',
  'answer',
  'figure',
]
const NOT_THERE = '–'

/** A row for each query. */
export function queryRows({ results, log, isJudged }: Pick<NexmarkReport, 'results' | 'log' | 'isJudged'>): string[][] {
  return results.map(result => {
    const { query, title, runs } = result
    const flink = FLINK[query]
    const rate = perCore(result, log.events)
    const times = flink === undefined || rate === null ? null : rate.median / flink
    return [
      query,
      title,
      median(spreadOfAll(runs.map(({ wallSeconds }) => log.events / wallSeconds))),
      withExtremes(rate),
      flink === undefined ? '' : number(flink),
      times === null ? '' : `${number(times)} x`,
      median(spreadOfAll(runs.map(({ cpuSeconds, wallSeconds }) => (cpuSeconds === null ? null : cpuSeconds / wallSeconds)))),
      median(spreadOfAll(runs.map(({ cpuSeconds }) => cpuSeconds))),
      median(spreadOfAll(runs.map(({ peakRssMb }) => peakRssMb))),
      result.rows === null ? NOT_THERE : number(result.rows),
      verdict(result),
      flink === undefined ? '' : !isJudged ? 'not judged' : times !== null && times >= 1 ? 'met' : 'MISSED',
    ]
  })
}

const median = (spread: Spread | null) => (spread === null ? NOT_THERE : number(spread.median))
const withExtremes = (spread: Spread | null) =>
  spread === null || spread.min === spread.max
    ? median(spread)
    : `${number(spread.median)} (${number(spread.min)}–${number(spread.max)})`

function verdict({ failure, differences }: NexmarkResult): string {
  if (failure !== null) return 'failed'
  return differences.length > 0 ? 'WRONG' : 'right'
}

/** Everything a run found, for a terminal. */
export function printedReport(report: NexmarkReport): string {
  const { machine, log, seed, repeat, batch, results } = report
  const { person, auction, bid } = log.kinds
  const parts = [
    `${machine.cores} cores of ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.system}; Kafka ${machine.kafka}, Node ${machine.node}, Java ${machine.java}, Python ${machine.python}`,
    `${number(log.events)} events (${number(person)} persons, ${number(auction)} auctions, ${number(bid)} bids, ${number(log.bytes / 1e6)} MB), batches of ${number(batch)}, seed ${seed}; median (smallest–largest) of ${repeat}`,
    "events/s from the start of the process to the last row; events/s/core by its CPU seconds; cores = CPU seconds / wall seconds; Flink's events/s/core as published",
    `\n${columns([HEADINGS, ...queryRows(report)])}`,
  ]
  for (const { query, failure, differences } of results) {
    if (failure !== null) parts.push(`failed: ${query}: ${failure}`)
    for (const difference of differences) parts.push(`wrong: ${query}: ${difference}`)
  }
  return parts.join('\n')
}
