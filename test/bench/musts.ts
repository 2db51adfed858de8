import { figureIn, medianIn, ownRate, type Report, resultOf, wallRate } from './results.ts'
import { ratioOf } from './statistics.ts'

/** A row of what must be fast. */
export interface Must {
  readonly work: string
  readonly must: string
  readonly aim: string
  /** In words; null where it was not measured. */
  readonly measured: string | null
  /** null where it was not measured. */
  readonly met: boolean | null
  readonly aimMet: boolean | null
}

/** A checkpoint grows with the change when a batch that touches a hundredth of the groups adds no more than this share. */
const MOST_ADDED = 0.05
/** Memory is flat when five times the records take no more than half as much again. */
const MOST_GROWTH = 1.5
/** A query that keeps up is never further behind than this. */
const MOST_BEHIND_S = 3

/** What must be fast, what was measured, and whether that is enough. */
export function mustsOf(report: Report): Must[] {
  return [...backlogMusts(report), ...rivalMusts(report), ...latencyMusts(report), ...stateMusts(report)]
}

function backlogMusts(report: Report): Must[] {
  const of = (peer: string) => resultOf(report, 'backlog', peer)
  const rate = ownRate(of('sluice'))
  const limit = ownRate(of('consumer-performance'))
  const limitRatio = ratioOf(rate, limit)
  const share = ratioOf(rate, ownRate(of('fetch-alone')))
  const rivals = report.results
    .filter(({ work, peer, answers, differences, runs }) => {
      return work === 'backlog' && peer !== 'sluice' && answers && differences.length === 0 && runs.length > 0
    })
    .sort((a, b) => wallRate(b)! - wallRate(a)!)
  const times = (peer: string, least: number) =>
    atLeast(`backlog, against ${peer}`, ratioOf(wallRate(of('sluice')), wallRate(of(peer))), least, null, `${peer}'s`)
  const fastest = rivals[0]?.peer
  return [
    {
      work: `backlog of ${count(report.big ?? report.small)}, against ConsumerPerformance, which only reads`,
      must: '1 x its rate',
      aim: '5 M/s, 60 % of fetching alone',
      measured:
        limitRatio === null
          ? null
          : `${perSecond(rate!)}, it ${perSecond(limit!)}: ${number(limitRatio)} x${share === null ? '' : `; ${number(share * 100)} % of fetching alone`}`,
      met: limitRatio === null ? null : limitRatio >= 1,
      aimMet: rate === null || share === null ? null : rate >= 5e6 && share >= 0.6,
    },
    fastest === undefined
      ? notMeasured('backlog, against the fastest peer that answers', '3 x its rate')
      : { ...times(fastest, 3), work: `backlog, against the fastest peer that answers (${fastest})` },
    times('pyspark', 11),
    times('kafkajs', 5),
    memoryMust(report),
  ]
}

function memoryMust(report: Report): Must {
  const big = medianIn(resultOf(report, 'backlog', 'sluice'), run => run.peakRssMb)
  const growth = ratioOf(
    big,
    medianIn(resultOf(report, 'memory', 'sluice'), run => run.peakRssMb),
  )
  const isThere = big !== null && growth !== null
  return {
    work: `peak memory on the backlog, and against ${count(report.small)} records`,
    must: `300 MB, at most ${MOST_GROWTH} x`,
    aim: '150 MB',
    measured: isThere ? `${number(big)} MB, ${number(growth)} x` : null,
    met: isThere ? big <= 300 && growth <= MOST_GROWTH : null,
    aimMet: isThere ? big <= 150 : null,
  }
}

function rivalMusts(report: Report): Must[] {
  const against = (work: 'lz4' | 'zstd' | 'suspicious') =>
    ratioOf(wallRate(resultOf(report, work, 'sluice')), wallRate(resultOf(report, work, 'pyspark')))
  const filtered = ownRate(resultOf(report, 'suspicious', 'sluice'))
  const reading = ownRate(resultOf(report, 'backlog', 'consumer-performance'))
  return [
    atLeast('backlog in lz4, against pyspark', against('lz4'), 6, 10, "pyspark's"),
    atLeast('backlog in zstd, against pyspark', against('zstd'), 6, 10, "pyspark's"),
    {
      ...atLeast('filter into Parquet with a checkpoint, against pyspark', against('suspicious'), 8, null, "pyspark's"),
      aim: 'the rate of ConsumerPerformance',
      aimMet: filtered === null || reading === null ? null : filtered >= reading,
    },
  ]
}

function latencyMusts(report: Report): Must[] {
  const of = (work: 'next' | 'first-table' | 'import' | 'parquet') => resultOf(report, work, 'sluice')
  const [p50, p99] = [figureIn(of('next'), 'p50Ms'), figureIn(of('next'), 'p99Ms')]
  const isThere = p50 !== null && p99 !== null
  const small = count(report.small)
  const firstTable = medianIn(of('first-table'), run => run.wallSeconds)
  const written = medianIn(of('parquet'), run => run.workSeconds)
  return [
    {
      work: 'next() of 1,000 records on a running query: p50 / p99',
      must: '15 / 50 ms',
      aim: '4 / 15 ms',
      measured: isThere ? `${number(p50)} / ${number(p99)} ms` : null,
      met: isThere ? p50 <= 15 && p99 <= 50 : null,
      aimMet: isThere ? p50 <= 4 && p99 <= 15 : null,
    },
    atMost(`process start to the first table from ${small} records`, firstTable, 1, 0.5, 's'),
    atMost('import "sluice" in a new process', figureIn(of('import'), 'importMs'), 300, 120, 'ms'),
    atMost(`all ${small} rows to Parquet`, written, 1, 0.6, 's'),
  ]
}

function stateMusts(report: Report): Must[] {
  const many = resultOf(report, 'groups', 'sluice')
  const [batchMs, addedMb, stateMb] = ['batchMs', 'addedMb', 'stateMb'].map(name => figureIn(many, name)) as Triple
  const added = ratioOf(addedMb, stateMb)
  const long = resultOf(report, 'batches', 'sluice')
  const slower = ratioOf(figureIn(long, 'lastMs'), figureIn(long, 'hundredthMs'))
  const [early, files] = [figureIn(long, 'filesAt200'), figureIn(long, 'filesAtEnd')]
  const live = resultOf(report, 'live', 'sluice')
  const [p99, mostBehind, behindAtEnd] = ['p99Ms', 'mostBehind', 'behindAtEnd'].map(name => figureIn(live, name)) as Triple
  const rate = report.live.recordsPerSecond
  const isThere = batchMs !== null && added !== null
  const isLong = slower !== null && early !== null && files !== null
  const isLive = p99 !== null && mostBehind !== null && behindAtEnd !== null
  return [
    {
      work: `${count(report.groups)} open groups: batch of 10,000, what it adds to the checkpoint`,
      must: `60 ms, at most ${MOST_ADDED * 100} % of the state`,
      aim: '25 ms',
      measured: isThere ? `${number(batchMs)} ms, ${number(added * 100)} %` : null,
      met: isThere ? batchMs <= 60 && added <= MOST_ADDED : null,
      aimMet: batchMs === null ? null : batchMs <= 25,
    },
    {
      work: `${count(report.batches)} batches on one checkpoint: the last against the 100th, files`,
      must: '1.5 x, files compacted',
      aim: '1.1 x',
      measured: isLong ? `${number(slower)} x, ${files} files (after 200 batches ${early})` : null,
      met: isLong ? slower <= 1.5 && files <= early * 1.5 : null,
      aimMet: slower === null ? null : slower <= 1.1,
    },
    {
      work: `live, ${count(rate)} records/s for ${report.live.seconds} s: p99 of a batch, furthest behind`,
      must: `500 ms, ${MOST_BEHIND_S} s`,
      aim: '',
      measured: isLive ? `${number(p99)} ms, ${number(mostBehind / rate)} s` : null,
      met: isLive ? p99 < 500 && mostBehind <= MOST_BEHIND_S * rate && behindAtEnd === 0 : null,
      aimMet: null,
    },
  ]
}

type Triple = [number | null, number | null, number | null]

function atLeast(work: string, ratio: number | null, must: number, aim: number | null, whose: string): Must {
  return {
    work,
    must: `${must} x ${whose} rate`,
    aim: aim === null ? '' : `${aim} x`,
    measured: ratio === null ? null : `${number(ratio)} x`,
    met: ratio === null ? null : ratio >= must,
    aimMet: ratio === null || aim === null ? null : ratio >= aim,
  }
}

function atMost(work: string, value: number | null, must: number, aim: number, unit: string): Must {
  return {
    work,
    must: `${must} ${unit}`,
    aim: `${aim} ${unit}`,
    measured: value === null ? null : `${number(value)} ${unit}`,
    met: value === null ? null : value <= must,
    aimMet: value === null ? null : value <= aim,
  }
}

const notMeasured = (work: string, must: string): Must => ({ work, must, aim: '', measured: null, met: null, aimMet: null })

/** Three digits, and no exponent. */
export function number(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

export function perSecond(rate: number): string {
  return rate >= 1e5 ? `${(rate / 1e6).toFixed(2)} M/s` : `${Math.round(rate).toLocaleString('en-US')}/s`
}

function count(records: number | null): string {
  return records === null ? '–' : records % 1_000_000 === 0 ? `${records / 1_000_000} M` : records.toLocaleString('en-US')
}
