import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exitCodeOf, musts, type NexmarkResult } from './results.ts'
import { queryRows } from './table.ts'

const log = { topic: 'nexmark', events: 1_000_000, kinds: { person: 20_000, auction: 60_000, bid: 920_000 }, bytes: 3e8 }
const result = (query: string, cpuSeconds: readonly number[], more: Partial<NexmarkResult> = {}): NexmarkResult => ({
  query,
  title: 'a query',
  runs: cpuSeconds.map(seconds => ({ cpuSeconds: seconds, wallSeconds: seconds / 2, peakRssMb: 100 })),
  rows: 10,
  differences: [],
  failure: null,
  ...more,
})
const report = (results: readonly NexmarkResult[], isJudged = true) => ({ results, log, isJudged })

test("Flink's figure is held by the median of events per CPU second", () => {
  assert.deepEqual(musts(report([result('q1', [9, 4, 5]), result('q2', [5, 6, 7]), result('q0', [1])])), [
    { query: 'q1', flink: 158_000, measured: 200_000, met: true },
    { query: 'q2', flink: 175_000, measured: 1e6 / 6, met: false },
  ])
})

test('a wrong answer, a failure or a missed figure ends the bench with code 1', () => {
  assert.equal(exitCodeOf(report([result('q1', [5])])), 0)
  assert.equal(exitCodeOf(report([result('q1', [50])])), 1)
  assert.equal(exitCodeOf(report([result('q0', [5], { differences: ['1, 2 is missing'] })])), 1)
  assert.equal(exitCodeOf(report([result('q0', [], { failure: 'it ended' })])), 1)
})

test('of too few events no figure is judged, but answers are', () => {
  assert.equal(musts(report([result('q1', [50])], false))[0]!.met, null)
  assert.equal(exitCodeOf(report([result('q1', [50])], false)), 0)
  assert.equal(exitCodeOf(report([result('q1', [5], { differences: ['x'] })], false)), 1)
})

test('a table of too few events says that it judges nothing', () => {
  const cell = (isJudged: boolean) => queryRows(report([result('q1', [50])], isJudged))[0]!.at(-1)
  assert.deepEqual([cell(true), cell(false)], ['MISSED', 'not judged'])
})

test('a judged figure that was not measured is missed', () => {
  const [run] = result('q1', [5]).runs
  assert.equal(exitCodeOf(report([result('q1', [], { runs: [{ ...run!, cpuSeconds: null }] })])), 1)
})

test('a row tells both rates, how many times Flink, cores and the verdicts', () => {
  const rows = queryRows(report([result('q5', [5, 4, 10]), result('q0', [2], { differences: ['x'] })]))
  assert.deepEqual(rows, [
    ['q5', 'a query', '400,000', '200,000 (100,000–250,000)', '22,000', '9.09 x', '2', '5', '100', '10', 'right', 'met'],
    ['q0', 'a query', '1,000,000', '500,000', '', '', '2', '2', '100', '10', 'WRONG', ''],
  ])
})
