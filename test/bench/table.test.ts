import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleReport, exampleResult } from './example-report.ts'
import { mustsOf } from './musts.ts'
import { betweenMarkers, END, START } from './print-readme.ts'
import { columns, comparedWorks, markdownReport, printedReport, workRows } from './table.ts'

test('a row tells rate, median with extremes, and how many times faster sluice is', () => {
  const kafkajs = exampleResult('backlog', 'kafkajs', {})
  const [run] = kafkajs.runs
  const runs = [20, 10, 11].map(wallSeconds => ({ ...run!, wallSeconds, workSeconds: null }))
  const rows = workRows(exampleReport([{ ...kafkajs, runs }]), 'backlog')
  assert.deepEqual(
    rows.find(([label]) => label === 'kafkajs'),
    ['kafkajs', '1.0', '0.45 M/s', '–', '11 (10–20)', '2.5', '140', '5 x', 'right'],
  )
})

test('the fastest stands first, who failed last', () => {
  const failed = { ...exampleResult('backlog', 'pyspark', {}), runs: [], failure: 'no memory' }
  const rows = workRows(exampleReport([failed]), 'backlog')
  assert.deepEqual(
    rows.map(([label]) => label),
    ['fetch-alone', 'sluice', 'consumer-performance', 'confluent-kafka', 'kafkajs', 'pyspark'],
  )
  assert.deepEqual(
    rows.map(row => row.at(-1)),
    ['no query', 'right', 'no query', 'right', 'right', 'failed'],
  )
})

test('a wrong answer is called so', () => {
  const wrong = { ...exampleResult('backlog', 'kafkajs', {}), differences: ['count 1, not 2'] }
  const report = exampleReport([wrong])
  assert.equal(
    workRows(report, 'backlog')
      .find(([label]) => label === 'kafkajs')
      ?.at(-1),
    'WRONG',
  )
  assert.match(printedReport(report, []), /wrong: kafkajs at backlog: count 1, not 2/)
})

test('works are compared where more than sluice has done them', () => {
  assert.deepEqual(
    comparedWorks(exampleReport()).map(([work]) => work),
    ['backlog', 'lz4', 'zstd', 'suspicious'],
  )
})

test('columns of figures end where their titles end', () => {
  assert.equal(
    columns([
      ['name', 'n'],
      ['a', '1,000'],
      ['bcdef', '7'],
    ]),
    'name       n\na      1,000\nbcdef      7',
  )
})

test('a must that is missed, and a peer that is missing, are told', () => {
  const report = {
    ...exampleReport([exampleResult('first-table', 'sluice', { wallSeconds: 3 })]),
    missing: [{ peer: 'pathway', reason: 'no wheel' }],
  }
  const printed = printedReport(report, mustsOf(report))
  assert.match(printed, /first table from 1 M records +1 s +0.5 s +3 s +MISSED +not yet/)
  assert.match(printed, /missing: pathway: no wheel/)
  assert.match(markdownReport(report, mustsOf(report)), /Not measured: pathway \(no wheel\)\./)
})

test('a text from outside does not break a table of Markdown', () => {
  const odd = { ...exampleResult('backlog', 'kafkajs', {}), label: 'a|b\nc' }
  assert.match(markdownReport(exampleReport([odd]), []), /^\| a\\\|b c \| 1\.0 \|/m)
})

test('README keeps what stands around the markers', () => {
  const readme = `before\n${START}\nold\n${END}\nafter\n`
  assert.equal(betweenMarkers(readme, 'new'), `before\n${START}\nnew\n${END}\nafter\n`)
  assert.throws(() => betweenMarkers(`before\n${START}\nafter`, 'new'), /needs a line/)
  assert.throws(() => betweenMarkers(`${END}\n${START}`, 'new'), /needs a line/)
})
