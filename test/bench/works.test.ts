import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleResult } from './example-report.ts'
import { PEERS } from './peers.ts'
import { WORKS, type WorkName } from './results.ts'
import { codecsOf, takesPart, withRun } from './works.ts'

const names = Object.keys(WORKS) as WorkName[]
const takingPart = (name: WorkName) => PEERS.filter(peer => takesPart(name, peer)).map(peer => peer.name)

test('everybody reads the backlog; the other topics sluice and PySpark', () => {
  assert.deepEqual(
    takingPart('backlog'),
    PEERS.map(({ name }) => name),
  )
  for (const name of ['lz4', 'zstd', 'suspicious'] as const) assert.deepEqual(takingPart(name), ['sluice', 'pyspark'])
  for (const name of names) assert.ok(takingPart(name).includes('sluice'), name)
})

test('only topics that are read are filled', () => {
  assert.deepEqual(codecsOf(names), ['none', 'lz4', 'zstd'])
  assert.deepEqual(codecsOf(['zstd', 'live']), ['zstd'])
  assert.deepEqual(codecsOf(['next', 'import']), [])
})

test('a difference in one run is kept, once', () => {
  const run = { wallSeconds: 1, cpuSeconds: 1, peakRssMb: 1, reported: { version: '9' } }
  const once = withRun(exampleResult('backlog', 'kafkajs', {}), run, ['count 1, not 2'])
  const after = withRun(withRun(once, run, ['count 1, not 2']), run, [])
  assert.deepEqual([after.runs.length, after.differences, after.version], [4, ['count 1, not 2'], '9'])
})
