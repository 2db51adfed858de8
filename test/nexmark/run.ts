// npm run bench:nexmark: see options.ts, or `npm run bench:nexmark -- --help`.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findJava } from '../../src/broker/java.ts'
import type { RunningBroker } from '../../src/broker/start-broker.ts'
import { step } from '../../src/cli/step.ts'
import { printReport, runBenchCommand } from '../bench/bench-command.ts'
import { install } from '../bench/install.ts'
import { machineOf } from '../bench/machine.ts'
import { measure, type Program, resultLine } from '../bench/measure.ts'
import { type Checked, check } from './check.ts'
import { type EventLog, writeLog } from './log.ts'
import { HELP, type NexmarkOptions, nexmarkOptions } from './options.ts'
import type { NexmarkProgramOptions } from './program.ts'
import { QUERIES } from './queries.ts'
import { exitCodeOf, musts, type NexmarkReport, type NexmarkResult } from './results.ts'
import { printedReport } from './table.ts'

/** Five seconds before midnight, so that the queries by day have two of them. */
const START_MS = Date.UTC(2015, 6, 14, 23, 59, 55)
const TOPIC = 'nexmark'

/** @returns the exit code: 1 where an answer is wrong or a figure of Flink is missed */
export function runNexmark(args: readonly string[]): Promise<number> {
  const measure = async (options: NexmarkOptions, broker: RunningBroker, folder: string, stream: NodeJS.WriteStream) =>
    tell(options, await measured(options, broker, folder, stream))
  return runBenchCommand({ name: 'sluice-nexmark', help: HELP, options: nexmarkOptions, measure }, args)
}

async function measured(
  options: NexmarkOptions,
  { brokers, version }: RunningBroker,
  folder: string,
  stream: NodeJS.WriteStream,
): Promise<NexmarkReport> {
  const startedAt = new Date()
  const { events: count, seed, eventsPerSecond, batch, queries, repeat, isJudged } = options
  const path = join(folder, 'events.json')
  const wanted = { brokers, topic: TOPIC, path, count, seed, eventsPerSecond, startMs: START_MS }
  const log = await step('Events', () => writeLog(wanted), { stream })
  const { python } = await step('DuckDB', () => install({ python: 'duckdb' }), { stream })
  const answers = join(folder, 'answers')
  mkdirSync(answers)
  const given = { brokers, topic: TOPIC, batch }
  const checked = await step(
    'Answers',
    async progress => {
      progress('sluice')
      await measure(program({ ...given, queries, answers }))
      progress('DuckDB')
      return check(python, path, answers, queries)
    },
    { stream },
  )
  rmSync(answers, { recursive: true })
  const results = await step('Queries', progress => measureQueries(options, given, checked, progress), { stream })
  const { path: _path, ...described } = log
  return {
    seed,
    repeat,
    batch,
    isJudged,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    machine: await machineOf(await findJava(), python, version),
    log: described satisfies Omit<EventLog, 'path'>,
    results,
  }
}

/** The queries take turns, so that what the machine does besides falls on all of them. */
async function measureQueries(
  { queries, repeat, cpuProfile }: NexmarkOptions,
  given: Pick<NexmarkProgramOptions, 'brokers' | 'topic' | 'batch'>,
  checked: readonly Checked[],
  progress: (text: string) => void,
): Promise<NexmarkResult[]> {
  const results = new Map<string, NexmarkResult>()
  for (let turn = 1; turn <= repeat; turn++) {
    for (const { name, title, key } of QUERIES.filter(({ name }) => queries.includes(name))) {
      const { rows, differences } = checked.find(({ query }) => query === name)!
      const before = results.get(name) ?? { query: name, title, runs: [], rows, differences, failure: null }
      if (before.failure !== null) continue
      progress(`${name}, ${turn} of ${repeat}`)
      try {
        const { reported, ...run } = await measure(program({ ...given, queries: [name], answers: null }, cpuProfile))
        const told = reported.figures?.rows
        // A query that tells a group again tells more rows than there are groups.
        const wrong = key === null && told !== rows ? [`${told} rows when it was measured, not ${rows}`] : []
        results.set(name, { ...before, runs: [...before.runs, run], differences: [...before.differences, ...wrong] })
      } catch (thrown) {
        results.set(name, { ...before, runs: [], failure: (thrown as Error).message })
      }
    }
  }
  return [...results.values()]
}

/** A process of its own for some queries. */
export function program(options: NexmarkProgramOptions, cpuProfile: string | null = null): Program {
  const name = `${options.queries.join('-')}-${Date.now()}.cpuprofile`
  const profile = cpuProfile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`, `--cpu-prof-name=${name}`]
  const args = [...profile, join(__dirname, 'program.js'), JSON.stringify(options)]
  return { command: process.execPath, args, env: { TZ: 'UTC' }, result: resultLine }
}

function tell(options: NexmarkOptions, report: NexmarkReport): number {
  printReport(options, { ...report, musts: musts(report) }, printedReport(report))
  return exitCodeOf(report)
}

if (require.main === module) {
  runNexmark(process.argv.slice(2)).then(
    code => process.exit(code),
    thrown => {
      process.stderr.write(`${(thrown as Error).message}\n`)
      process.exit(1)
    },
  )
}
