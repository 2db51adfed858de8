import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleReport, exampleResult } from './example-report.ts'
import { mustsOf, number, perSecond } from './musts.ts'
import { exitCodeOf } from './run.ts'

const mustOf = (report: ReturnType<typeof exampleReport>, work: RegExp) => {
  const found = mustsOf(report).filter(must => work.test(must.work))
  assert.equal(found.length, 1, `${work}: ${found.map(({ work }) => work)}`)
  return found[0]!
}

test('a whole run that is fast enough meets every must', () => {
  const report = exampleReport()
  for (const must of mustsOf(report)) assert.equal(must.met, true, `${must.work}: ${must.measured}`)
  assert.equal(exitCodeOf(report, mustsOf(report)), 0)
})

/** Each as slow, large or far behind as it must not be: then that must is missed, and the run fails. */
const SLOWER: readonly [work: RegExp, result: Parameters<typeof exampleResult>][] = [
  [/against ConsumerPerformance/, ['backlog', 'sluice', { workSeconds: 2.21 }]],
  [/fastest peer that answers \(confluent-kafka\)/, ['backlog', 'confluent-kafka', { wallSeconds: 6.5 }]],
  [/backlog, against pyspark/, ['backlog', 'pyspark', { wallSeconds: 24 }]],
  [/backlog, against kafkajs/, ['backlog', 'kafkajs', { wallSeconds: 10.9 }]],
  [/peak memory/, ['backlog', 'sluice', { peakRssMb: 301 }]],
  [/peak memory/, ['memory', 'sluice', { peakRssMb: 90 }]],
  [/in lz4/, ['lz4', 'pyspark', { wallSeconds: 14 }]],
  [/in zstd/, ['zstd', 'pyspark', { wallSeconds: 14 }]],
  [/filter into Parquet/, ['suspicious', 'pyspark', { wallSeconds: 19 }]],
  [/next\(\)/, ['next', 'sluice', { figures: { p50Ms: 15.1, p99Ms: 20 } }]],
  [/next\(\)/, ['next', 'sluice', { figures: { p50Ms: 4, p99Ms: 50.1 } }]],
  [/first table/, ['first-table', 'sluice', { wallSeconds: 1.01 }]],
  [/import/, ['import', 'sluice', { figures: { importMs: 301 } }]],
  [/rows to Parquet/, ['parquet', 'sluice', { workSeconds: 1.01 }]],
  [/open groups/, ['groups', 'sluice', { figures: { batchMs: 61, addedMb: 1, stateMb: 60 } }]],
  [/open groups/, ['groups', 'sluice', { figures: { batchMs: 20, addedMb: 3.1, stateMb: 60 } }]],
  [/on one checkpoint/, ['batches', 'sluice', { figures: { hundredthMs: 4, lastMs: 6.1, filesAt200: 300, filesAtEnd: 300 } }]],
  [/on one checkpoint/, ['batches', 'sluice', { figures: { hundredthMs: 4, lastMs: 4, filesAt200: 300, filesAtEnd: 20_000 } }]],
  [/^live/, ['live', 'sluice', { figures: { p99Ms: 500, mostBehind: 100_000, behindAtEnd: 0 } }]],
  [/^live/, ['live', 'sluice', { figures: { p99Ms: 90, mostBehind: 300_001, behindAtEnd: 0 } }]],
  [/^live/, ['live', 'sluice', { figures: { p99Ms: 90, mostBehind: 100_000, behindAtEnd: 1 } }]],
]
for (const [work, changed] of SLOWER) {
  test(`a must is missed: ${work.source} by ${JSON.stringify(changed[2])}`, () => {
    const report = exampleReport([exampleResult(...changed)])
    const must = mustOf(report, work)
    assert.equal(must.met, false, `${must.measured}`)
    assert.equal(exitCodeOf(report, mustsOf(report)), 1)
    // Of other sizes the musts do not speak.
    assert.equal(exitCodeOf({ ...report, isWhole: false }, mustsOf(report)), 0)
  })
}

test('what was not measured is not met', () => {
  const report = exampleReport()
  const without = { ...report, results: report.results.filter(({ peer }) => peer !== 'pyspark') }
  assert.equal(mustOf(without, /backlog, against pyspark/).met, null)
  assert.equal(exitCodeOf(without, mustsOf(without)), 1)
})

test('a wrong answer fails a run of any size; a peer that fails does not, sluice does', () => {
  const wrong = exampleReport([{ ...exampleResult('backlog', 'kafkajs', {}), differences: ['count 1, not 2'] }])
  assert.equal(exitCodeOf({ ...wrong, isWhole: false }, []), 1)
  const failed = (peer: string) => exampleReport([{ ...exampleResult('backlog', peer, {}), failure: 'no memory', runs: [] }])
  assert.equal(exitCodeOf({ ...failed('pathway'), isWhole: false }, []), 0)
  assert.equal(exitCodeOf({ ...failed('sluice'), isWhole: false }, []), 1)
})

test('a peer whose answer is wrong, or that only reads, is not the fastest that answers', () => {
  const fast = { ...exampleResult('backlog', 'kafkajs', { wallSeconds: 1 }), differences: ['wrong'] }
  const reader = { ...exampleResult('backlog', 'consumer-performance', { wallSeconds: 1 }), answers: false }
  assert.equal(mustOf(exampleReport([fast, reader]), /fastest peer that answers/).work.includes('(confluent-kafka)'), true)
})

test('an aim is told apart from a must', () => {
  const report = exampleReport([exampleResult('import', 'sluice', { figures: { importMs: 200 } })])
  const { met, aimMet } = mustOf(report, /import/)
  assert.deepEqual([met, aimMet], [true, false])
})

test('the aim of the backlog is a rate and a share of fetching alone', () => {
  const report = (workSeconds: number, alone: number) => {
    const changed = [
      exampleResult('backlog', 'sluice', { workSeconds }),
      exampleResult('backlog', 'fetch-alone', { workSeconds: alone }),
    ]
    return mustOf(exampleReport(changed), /against ConsumerPerformance/)
  }
  assert.equal(report(0.9, 0.6).aimMet, true)
  assert.equal(report(0.9, 0.5).aimMet, false)
  assert.equal(report(1.1, 1).aimMet, false)
  assert.match(report(0.9, 0.6).measured!, /66.7 % of fetching alone/)
})

test('numbers are short', () => {
  assert.deepEqual([0.12345, 12.345, 999.4, 12_345.6].map(number), ['0.123', '12.3', '999', '12,346'])
  assert.deepEqual([2_345_678, 99_999].map(perSecond), ['2.35 M/s', '99,999/s'])
})
