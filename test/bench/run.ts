// npm run bench: see options.ts, or `npm run bench -- --help`.
import { findJava } from '../../src/broker/java.ts'
import type { RunningBroker } from '../../src/broker/start-broker.ts'
import { step } from '../../src/cli/step.ts'
import { printReport, runBenchCommand } from './bench-command.ts'
import { type Installed, install } from './install.ts'
import { machineOf } from './machine.ts'
import { type Must, mustsOf } from './musts.ts'
import { type BenchOptions, benchOptions, HELP } from './options.ts'
import { PEERS, type Peer } from './peers.ts'
import { type Report, type Result, WORKS, type WorkName } from './results.ts'
import { printedReport } from './table.ts'
import { fillTopics } from './topics.ts'
import { codecsOf, doWork, LIVE_RECORDS_PER_SECOND, takesPart } from './works.ts'

/** @returns the exit code: 1 where an answer is wrong, sluice fails or, in a whole run, a must is missed */
export function runBench(args: readonly string[]): Promise<number> {
  const measure = async (options: BenchOptions, broker: RunningBroker, folder: string, stream: NodeJS.WriteStream) =>
    tell(options, await measured(options, broker, folder, stream))
  return runBenchCommand({ name: 'sluice-bench', help: HELP, options: benchOptions, measure }, args)
}

async function measured(
  options: BenchOptions,
  broker: RunningBroker,
  folder: string,
  stream: NodeJS.WriteStream,
): Promise<Report> {
  const startedAt = new Date()
  const { brokers, version } = broker
  const { small, big, seed, repeat, groups, batches, liveSeconds } = options
  const works = (Object.keys(WORKS) as WorkName[]).filter(name => options.works?.has(name) ?? true)
  const codecs = codecsOf(works)
  const java = await findJava()
  const topics = await step('Topics', () => fillTopics({ brokers, seed, small, big, codecs }), { stream })
  const { peers, missing } = await installed(options, works, stream)
  const results: Result[] = []
  for (const name of works) {
    const work = (progress: (text: string) => void) => doWork(name, { brokers, java, options, topics, peers, folder, progress })
    results.push(...(await step(WORKS[name], work, { stream })))
  }
  return {
    seed,
    small,
    big,
    groups,
    batches,
    live: { recordsPerSecond: LIVE_RECORDS_PER_SECOND, seconds: liveSeconds },
    repeat,
    isWhole: options.isWhole,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    machine: await machineOf(java, process.env.SLUICE_PYTHON ?? 'python3', version),
    topics: [...topics.values()].map(({ topic, records, bytes, codec }) => ({ topic, records, bytes, codec })),
    results,
    missing,
  }
}

/** One that cannot be had is named, and the others go on. */
async function installed(options: BenchOptions, works: readonly WorkName[], stream: NodeJS.WriteStream) {
  const peers = new Map<Peer, Installed>()
  const missing: { peer: string; reason: string }[] = []
  const wanted = PEERS.filter(peer => (options.peers?.has(peer.name) ?? true) && works.some(name => takesPart(name, peer)))
  for (const peer of wanted) {
    try {
      peers.set(peer, await step(peer.name, () => install(peer.parts), { stream }))
    } catch (thrown) {
      missing.push({ peer: peer.name, reason: (thrown as Error).message })
    }
  }
  return { peers, missing }
}

function tell(options: BenchOptions, report: Report): number {
  const musts = mustsOf(report).filter(({ measured }) => report.isWhole || measured !== null)
  printReport(options, { ...report, musts }, printedReport(report, musts))
  return exitCodeOf(report, musts)
}

/** A must is judged only where everything was measured as it says; an answer always. */
export function exitCodeOf({ results, isWhole }: Pick<Report, 'results' | 'isWhole'>, musts: readonly Must[]): 0 | 1 {
  const isWrong = results.some(
    ({ differences, failure, peer }) => differences.length > 0 || (failure !== null && peer === 'sluice'),
  )
  const isMissed = isWhole && musts.some(({ met }) => met !== true)
  return isWrong || isMissed ? 1 : 0
}

if (require.main === module) {
  runBench(process.argv.slice(2)).then(
    code => process.exit(code),
    thrown => {
      process.stderr.write(`${(thrown as Error).message}\n`)
      process.exit(1)
    },
  )
}
