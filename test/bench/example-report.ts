import type { Report, Result, RunFigures, WorkName } from './results.ts'

/** One run with the figures given, the others such that every must is met. */
export function exampleResult(work: WorkName, peer: string, changed: Partial<RunFigures>): Result {
  const run = { wallSeconds: 2, workSeconds: 2, cpuSeconds: 2.5, peakRssMb: 140, figures: {}, ...changed }
  const records = ['backlog', 'lz4', 'zstd', 'suspicious'].includes(work) ? 5_000_000 : 1_000_000
  const answers = peer !== 'consumer-performance' && peer !== 'fetch-alone'
  return { work, peer, label: peer, version: '1.0', records, answers, runs: [run], differences: [], failure: null }
}

const FAST: readonly Result[] = [
  exampleResult('backlog', 'sluice', { wallSeconds: 2.2, workSeconds: 2 }),
  exampleResult('backlog', 'fetch-alone', { wallSeconds: 1, workSeconds: 0.8 }),
  exampleResult('backlog', 'consumer-performance', { wallSeconds: 3, workSeconds: 2.2 }),
  exampleResult('backlog', 'confluent-kafka', { wallSeconds: 7 }),
  exampleResult('backlog', 'kafkajs', { wallSeconds: 11.5 }),
  exampleResult('backlog', 'pyspark', { wallSeconds: 25 }),
  exampleResult('lz4', 'sluice', { wallSeconds: 2.4 }),
  exampleResult('lz4', 'pyspark', { wallSeconds: 26 }),
  exampleResult('zstd', 'sluice', { wallSeconds: 2.4 }),
  exampleResult('zstd', 'pyspark', { wallSeconds: 26 }),
  exampleResult('suspicious', 'sluice', { wallSeconds: 2.4, workSeconds: 2.1 }),
  exampleResult('suspicious', 'pyspark', { wallSeconds: 26 }),
  exampleResult('memory', 'sluice', { peakRssMb: 120 }),
  exampleResult('first-table', 'sluice', { wallSeconds: 0.5 }),
  exampleResult('parquet', 'sluice', { workSeconds: 0.5 }),
  exampleResult('next', 'sluice', { figures: { p50Ms: 4, p99Ms: 12 } }),
  exampleResult('import', 'sluice', { figures: { importMs: 100 } }),
  exampleResult('groups', 'sluice', { figures: { batchMs: 20, addedMb: 0.6, stateMb: 60 } }),
  exampleResult('batches', 'sluice', { figures: { hundredthMs: 4, lastMs: 4.1, filesAt200: 300, filesAtEnd: 310 } }),
  exampleResult('live', 'sluice', { figures: { p99Ms: 90, mostBehind: 110_000, behindAtEnd: 0 } }),
]

/** A whole run that meets every must, with some of its results in place of others. */
export function exampleReport(changed: readonly Result[] = []): Report {
  const isSame = (a: Result, b: Result) => a.work === b.work && a.peer === b.peer
  return {
    seed: 42,
    small: 1_000_000,
    big: 5_000_000,
    groups: 1_000_000,
    batches: 10_000,
    live: { recordsPerSecond: 100_000, seconds: 60 },
    repeat: 3,
    isWhole: true,
    startedAt: '2026-01-02T03:04:05.000Z',
    seconds: 900,
    machine: {
      cpu: 'a processor',
      cores: 2,
      memoryGib: 24,
      system: 'Linux 6',
      node: '20.20.2',
      java: '21.0.8',
      python: '3.11.7',
      kafka: '4.3.0',
    },
    topics: [],
    results: FAST.map(result => changed.find(other => isSame(result, other)) ?? result),
    missing: [],
  }
}
