import { type Must, number, perSecond } from './musts.ts'
import { ownRate, type Report, type Result, resultOf, spreadIn, WORKS, type WorkName, wallRate } from './results.ts'
import { ratioOf, type Spread } from './statistics.ts'

const HEADINGS = ['', 'version', 'records/s', 'own clock', 'wall s', 'CPU s', 'peak MB', 'sluice is', 'answer'] as const
const MUST_HEADINGS = ['work', 'must', 'aim', 'measured', 'must', 'aim'] as const
const NOT_THERE = '–'

/** One work of several peers: a row for each, the fastest first. */
export function workRows(report: Report, work: WorkName): string[][] {
  const results = report.results.filter(result => result.work === work)
  const sluice = wallRate(resultOf(report, work, 'sluice'))
  const fastestFirst = [...results].sort((a, b) => (wallRate(b) ?? 0) - (wallRate(a) ?? 0))
  return fastestFirst.map(result => {
    const wall = wallRate(result)
    const own = ownRate(result)
    const ratio = ratioOf(sluice, wall)
    return [
      result.label,
      result.version ?? '',
      wall === null ? NOT_THERE : perSecond(wall),
      own === null ? NOT_THERE : perSecond(own),
      spread(spreadIn(result, run => run.wallSeconds)),
      spread(spreadIn(result, run => run.cpuSeconds)),
      spread(spreadIn(result, run => run.peakRssMb)),
      result.peer === 'sluice' || ratio === null ? '' : `${number(ratio)} x`,
      verdict(result),
    ]
  })
}

/** Median, and in brackets the smallest and the largest. */
function spread(value: Spread | null): string {
  if (value === null) return NOT_THERE
  const { median, min, max } = value
  return min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`
}

function verdict({ answers, differences, failure }: Result): string {
  if (failure !== null) return 'failed'
  if (differences.length > 0) return 'WRONG'
  return answers ? 'right' : 'no query'
}

export function mustRows(musts: readonly Must[]): string[][] {
  const mark = (met: boolean | null, isAsked: boolean) => (!isAsked ? '' : met === null ? NOT_THERE : met ? 'met' : 'MISSED')
  return musts.map(({ work, must, aim, measured, met, aimMet }) => {
    const aimMark = aimMet === null ? '' : aimMet ? 'met' : 'not yet'
    return [work, must, aim, measured ?? 'not measured', mark(met, true), aimMark]
  })
}

/** Everything a run found, for a terminal. */
export function printedReport(report: Report, musts: readonly Must[]): string {
  const { machine, seed, repeat, missing } = report
  const parts = [
    `${machine.cores} cores of ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.system}; Kafka ${machine.kafka}, Node ${machine.node}, Java ${machine.java}, Python ${machine.python}`,
    `seed ${seed}; median (smallest–largest) of ${repeat}; records/s and wall s from the start of the process to the answer, own clock from the first connection`,
  ]
  for (const [work, records] of comparedWorks(report)) {
    parts.push(
      `\n${WORKS[work]}, ${records.toLocaleString('en-US')} records\n${columns([[...HEADINGS], ...workRows(report, work)])}`,
    )
  }
  parts.push(`\n${columns([[...MUST_HEADINGS], ...mustRows(musts)])}`)
  for (const { peer, reason } of missing) parts.push(`missing: ${peer}: ${reason}`)
  for (const { work, peer, failure, differences } of report.results) {
    if (failure !== null) parts.push(`failed: ${peer} at ${work}: ${failure}`)
    for (const difference of differences) parts.push(`wrong: ${peer} at ${work}: ${difference}`)
  }
  return parts.join('\n')
}

/** Works that more than sluice has done, and their records. */
export function comparedWorks({ results }: Report): [WorkName, number][] {
  const names = [...new Set(results.filter(({ peer }) => peer !== 'sluice').map(({ work }) => work))]
  return names.map(name => [name, results.find(({ work }) => work === name)!.records])
}

/** Columns as wide as their widest cell; those of figures are aligned to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const isRight = rows[0]!.map((_, column) => column > 0 && rows.slice(1).some(row => /^\d/.test(row[column]!)))
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (isRight[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')
  return rows.map(row => line(row).trimEnd()).join('\n')
}

/** The same for README, between its markers. */
export function markdownReport(report: Report, musts: readonly Must[]): string {
  const { machine, seed, repeat, big, missing } = report
  const backlog = workRows(report, 'backlog').map(row => row.map(escaped))
  const date = report.startedAt.slice(0, 10)
  return [
    markdownTable(HEADINGS, backlog),
    '',
    `${(big ?? report.small).toLocaleString('en-US')} transactions in 3 partitions, windows of five minutes by type; answers compared group by group. Median (smallest–largest) of ${repeat}; records/s and wall time count from the start of the process, own clock from the first connection. ${machine.cores} cores of ${machine.cpu} (the broker's too), ${machine.memoryGib} GiB, Kafka ${machine.kafka}, Node ${machine.node}, Java ${machine.java}, Python ${machine.python}; seed ${seed}; ${date}.`,
    ...(missing.length === 0
      ? []
      : [`Not measured: ${missing.map(({ peer, reason }) => `${peer} (${escaped(reason)})`).join(', ')}.`]),
    '',
    markdownTable(
      MUST_HEADINGS,
      mustRows(musts).map(row => row.map(escaped)),
    ),
  ].join('\n')
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n')
}

const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
