import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { JavaProgram } from '../../src/broker/java.ts'
import { kafkaClassPath } from '../../src/broker/kafka-jars.ts'
import { KAFKA_VERSION } from '../../src/broker/local-folders.ts'
import { type Installed, type Parts, peersFolder } from './install.ts'
import { type Program, type Reported, resultLine } from './measure.ts'
import type { ProgramOptions } from './programs/program-options.ts'

/** What a peer can do on a topic. */
export type PeerWork = 'aggregate' | 'suspicious'

/** What a program is made of. */
export interface Surroundings {
  readonly java: JavaProgram
  readonly options: ProgramOptions
  readonly installed: Installed
  /** Folder for a CPU profile of sluice. */
  readonly cpuProfile: string | null
}

/** Somebody who reads a topic: sluice, or what a user would pick instead. */
export interface Peer {
  readonly name: string
  readonly label: string
  /** Whether it computes anything: one that only reads is a limit, not a rival. */
  readonly answers: boolean
  readonly works: readonly PeerWork[]
  readonly parts: Parts
  program(work: PeerWork, surroundings: Surroundings): Program
}

const python = (name: string, label: string, file: string): Peer => ({
  name,
  label,
  answers: true,
  works: ['aggregate'],
  parts: { python: name },
  program: (_work, { options, installed }) => pythonProgram(installed, file, options),
})

function pythonProgram(installed: Installed, file: string, options: object, env: NodeJS.ProcessEnv = {}): Program {
  const args = [join(peersFolder(), `${file}.py`), JSON.stringify({ ...options, jars: installed.jars })]
  return { command: installed.python, args, env: { TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1', ...env }, result: resultLine }
}

/** A compiled program of `programs`. */
export function nodeProgram(name: string, options: ProgramOptions, cpuProfile: string | null = null): Program {
  const profile =
    cpuProfile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`]
  const args = [...profile, join(__dirname, 'programs', `${name}.js`), JSON.stringify(options)]
  return { command: process.execPath, args, env: { TZ: 'UTC' }, result: resultLine }
}

const pyspark = (name: string, label: string, tuned: boolean): Peer => ({
  name,
  label,
  answers: true,
  works: tuned ? ['aggregate', 'suspicious'] : ['aggregate'],
  parts: { python: 'pyspark', jars: join('spark', 'jars.lock') },
  program: (work, { options, installed, java }) =>
    pythonProgram(installed, 'pyspark-query', {
      ...options,
      tuned,
      java: java.path,
      work: work === 'suspicious' ? 'parquet' : 'aggregate',
    }),
})

const consumerPerformance: Peer = {
  name: 'consumer-performance',
  label: "Kafka's ConsumerPerformance (reads bytes, no query)",
  answers: false,
  works: ['aggregate'],
  parts: { jars: join('bench', 'peers', 'jars-tools.lock') },
  program: (_work, { options, installed, java }) => ({
    command: java.path,
    args: [
      // As kafka-consumer-perf-test.sh and kafka-run-class.sh start it.
      ...['-Xmx512M', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', '-XX:InitiatingHeapOccupancyPercent=35'],
      ...['-XX:+ExplicitGCInvokesConcurrent', '-Djava.awt.headless=true'],
      ...['-cp', [join(installed.jars, '*'), kafkaClassPath()].join(delimiter), 'org.apache.kafka.tools.ConsumerPerformance'],
      ...['--bootstrap-server', options.brokers.join(','), '--topic', options.topic, '--num-records', String(options.records)],
      '--hide-header',
    ],
    result: line => consumerPerformanceResult(line, options.records),
  }),
}

/**
 * Its line of figures: start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, fetch MB/s, fetch records/s. Its own
 * clock is that of fetching, after the group was joined. It ends at the poll that completes the number, some records later.
 */
export function consumerPerformanceResult(line: string, wanted: number): Reported | undefined {
  const cells = line.split(', ')
  if (cells.length !== 10 || !cells.slice(2).every(cell => Number.isFinite(Number(cell)))) return undefined
  const [records, fetchMs] = [Number(cells[4]), Number(cells[7])]
  return { records: Math.min(records, wanted), workSeconds: fetchMs / 1000, version: KAFKA_VERSION }
}

/** sluice first: it is what the others are measured against. */
export const PEERS: readonly Peer[] = [
  {
    name: 'sluice',
    label: 'sluice',
    answers: true,
    works: ['aggregate', 'suspicious'],
    parts: {},
    program: (work, { options, cpuProfile }) =>
      nodeProgram(work === 'aggregate' ? 'aggregate' : 'parquet-suspicious', options, cpuProfile),
  },
  {
    name: 'fetch-alone',
    label: 'bytes through the same connections, nothing decoded',
    answers: false,
    works: ['aggregate'],
    parts: {},
    program: (_work, { options }) => nodeProgram('fetch-alone', options),
  },
  consumerPerformance,
  python('confluent-kafka', 'confluent-kafka + orjson + dict, by hand, tuned', 'confluent'),
  {
    name: 'kafkajs',
    label: 'kafkajs eachBatch + JSON.parse + Map',
    answers: true,
    works: ['aggregate'],
    parts: {},
    program: (_work, { options }) => nodeProgram('kafkajs', options),
  },
  python('duckdb', 'DuckDB over the consumed lines', 'duckdb-lines'),
  python('polars', 'polars over the consumed lines', 'polars-lines'),
  pyspark('pyspark', 'PySpark, 2 shuffle partitions', true),
  pyspark('pyspark-as-shipped', 'PySpark as shipped, 200 shuffle partitions', false),
  {
    ...python('pyflink', 'Flink SQL by PyFlink', 'pyflink-sql'),
    parts: { python: 'pyflink', jars: join('bench', 'peers', 'jars-pyflink.lock') },
    program: (_work, { options, installed, java }) =>
      pythonProgram(installed, 'pyflink-sql', options, { JAVA_HOME: dirname(dirname(realpathSync(java.path))) }),
  },
  python('bytewax', 'bytewax, lateness over the whole span', 'bytewax-flow'),
  python('pathway', 'Pathway', 'pathway-table'),
]
