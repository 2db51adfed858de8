import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { JavaProgram } from '../../src/broker/java.ts'
import { projectRoot } from '../../src/util/project-root.ts'
import { type Answer, differences } from './answers.ts'
import type { Installed } from './install.ts'
import { produceLive } from './live-producer.ts'
import { measure, type Program, type Run } from './measure.ts'
import type { BenchOptions } from './options.ts'
import { nodeProgram, type Peer, type PeerWork } from './peers.ts'
import type { ProgramOptions } from './programs/program-options.ts'
import type { Result, WorkName } from './results.ts'
import { type BenchTopic, fillGroups, topicName } from './topics.ts'

/** What all works share. */
export interface Bench {
  readonly brokers: readonly string[]
  readonly java: JavaProgram
  readonly options: BenchOptions
  readonly topics: ReadonlyMap<string, BenchTopic>
  /** The peers that take part, with their parts. */
  readonly peers: ReadonlyMap<Peer, Installed>
  /** For what programs write. */
  readonly folder: string
  readonly progress: (text: string) => void
}

export const LIVE_RECORDS_PER_SECOND = 100_000
const UPDATE_BATCHES = 40
const UPDATE_RECORDS = 10_000
const NEXT_BATCHES = 300
const NEXT_RECORDS = 1000

/** What several peers do: on which of the big topics, and what is asked of them. */
interface Compared {
  readonly codec: BenchTopic['codec']
  readonly work: PeerWork
  /** Default all that can do it. */
  readonly only?: readonly string[]
}

const COMPARED: Readonly<Partial<Record<WorkName, Compared>>> = {
  backlog: { codec: 'none', work: 'aggregate' },
  lz4: { codec: 'lz4', work: 'aggregate', only: ['sluice', 'pyspark'] },
  zstd: { codec: 'zstd', work: 'aggregate', only: ['sluice', 'pyspark'] },
  suspicious: { codec: 'none', work: 'suspicious' },
}

/** Whether a peer has a part in a work; sluice has one in each. */
export function takesPart(name: WorkName, peer: Peer): boolean {
  const compared = COMPARED[name]
  if (compared === undefined) return peer.name === 'sluice'
  return peer.works.includes(compared.work) && (compared.only?.includes(peer.name) ?? true)
}

/** The big topics that works read. */
export function codecsOf(works: readonly WorkName[]): BenchTopic['codec'][] {
  return [...new Set(works.flatMap(name => COMPARED[name]?.codec ?? []))]
}

/** Does one work, and tells what was measured: a result for each peer. */
export async function doWork(name: WorkName, bench: Bench): Promise<Result[]> {
  const compared = COMPARED[name]
  return compared === undefined ? [await ownWork(name, bench)] : compare(name, compared, bench)
}

/** The peers take turns, so that what the machine does besides falls on all of them. */
async function compare(name: WorkName, { codec, work }: Compared, bench: Bench): Promise<Result[]> {
  const filled = bench.topics.get(bench.options.big === null ? topicName('small') : topicName('big', codec))!
  const peers = [...bench.peers].filter(([peer]) => takesPart(name, peer))
  const results = new Map<Peer, Result>()
  for (let turn = 1; turn <= bench.options.repeat; turn++) {
    for (const [peer, installed] of peers) {
      const before = results.get(peer) ?? emptyResult(name, peer.name, peer.label, filled.records, peer.answers)
      if (before.failure !== null) continue
      bench.progress(`${peer.name}, ${turn} of ${bench.options.repeat}`)
      const { java, options } = bench
      const program = (programOptions: ProgramOptions) =>
        peer.program(work, { java, installed, options: programOptions, cpuProfile: options.cpuProfile })
      results.set(
        peer,
        await addRun(before, bench, { topic: filled.topic, records: filled.records, count: 0 }, program, filled.lab),
      )
    }
  }
  return [...results.values()]
}

type Given = Pick<ProgramOptions, 'topic' | 'records' | 'count'>

/** What sluice alone is measured at. */
async function ownWork(name: WorkName, bench: Bench): Promise<Result> {
  const { options, brokers, topics } = bench
  const small = topics.get(topicName('small'))!
  const { records: smallRecords, topic } = small
  const given = { topic, records: smallRecords, count: 0 }
  const runs = async (program: string, what: Given, answer: Answer, repeat = options.repeat) => {
    let result = emptyResult(name, 'sluice', 'sluice', what.records, true)
    for (let turn = 1; turn <= repeat && result.failure === null; turn++) {
      bench.progress(`${turn} of ${repeat}`)
      result = await addRun(result, bench, what, made => nodeProgram(program, made, options.cpuProfile), answer)
    }
    return result
  }
  switch (name) {
    case 'first-table':
      return runs('first-table', given, small.lab)
    case 'memory':
      return runs('aggregate', given, small.lab)
    case 'parquet':
      return runs('parquet-all', given, small.all)
    case 'import':
      return runs('import', given, { records: 0 }, options.repeat * 3)
    case 'next':
      return runs('next-batches', { ...given, count: Math.min(NEXT_BATCHES, Math.floor(smallRecords / NEXT_RECORDS) - 20) }, {})
    case 'batches':
      return runs('many-batches', { ...given, count: options.batches }, {}, 1)
    case 'groups': {
      const { groups, seed } = options
      bench.progress('filling a topic')
      const groupsTopic = await fillGroups(brokers, seed, groups, UPDATE_BATCHES * UPDATE_RECORDS)
      return runs('many-groups', { topic: groupsTopic, records: groups, count: UPDATE_BATCHES }, { records: groups })
    }
    case 'live': {
      const seconds = options.liveSeconds
      const live = { brokers, topic: topicName('live'), seed: options.seed, recordsPerSecond: LIVE_RECORDS_PER_SECOND, seconds }
      const records = LIVE_RECORDS_PER_SECOND * seconds
      const started = produceLive(live)
      started.catch(() => {}) // told below
      // The topic is there when the query looks for it.
      await wait(1000)
      const result = await runs('live', { topic: live.topic, records, count: seconds }, { records }, 1)
      await started
      return result
    }
    default:
      throw new Error(`Cannot do ${name}: it is done by several peers.`)
  }
}

async function addRun(
  before: Result,
  bench: Bench,
  given: Given,
  program: (options: ProgramOptions) => Program,
  truth: Answer,
): Promise<Result> {
  const folder = mkdtempSync(join(bench.folder, 'run-'))
  try {
    const run = await measure(program({ ...given, brokers: bench.brokers, folder }))
    return withRun(before, run, differences(truth, run.reported))
  } catch (thrown) {
    return { ...before, runs: [], failure: (thrown as Error).message }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function emptyResult(work: WorkName, peer: string, label: string, records: number, answers: boolean): Result {
  const version = peer === 'sluice' ? versionOfSluice() : null
  return { work, peer, label, version, records, answers, runs: [], differences: [], failure: null }
}

export function withRun(before: Result, { reported, ...seen }: Run, wrong: readonly string[]): Result {
  const run = { ...seen, workSeconds: reported.workSeconds ?? null, figures: reported.figures ?? {} }
  return {
    ...before,
    version: reported.version ?? before.version,
    runs: [...before.runs, run],
    differences: [...new Set([...before.differences, ...wrong])],
  }
}

function versionOfSluice(): string {
  return (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version
}
