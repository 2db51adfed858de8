// Cases 1 to 12 of Spark's DataFrameTimeWindowingSuite, TimeWindowSuite and AnalysisErrorSuite.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import type { TimeWindow } from '../../src/expressions/node.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { parseDuration } from '../../src/util/duration.ts'
import { holds, lastWindowStart, lastWindowStarts, windowsPerRow } from '../../src/windows/time-windows.ts'
import { memoryStream } from '../support/memory-query.ts'
import { seeded } from '../support/seeded.ts'

const at = (text: string) => Date.parse(`${text}Z`) / 1000

/** Windows with their number of events, by start. */
async function windowsOf(events: readonly string[], duration: string, slide = duration, start = '0 seconds') {
  const memory = memoryStream()
  for (const event of events) memory.add(at(event), {})
  const query = memory.stream
    .groupBy(r => ({ window: window(r.timestamp, duration, slide, start) }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const { output } = await query.next()
  const [windows, counts] = output.columns
  if (windows?.layout !== 'struct' || counts?.layout !== 'int64') throw new Error('unexpected columns')
  const [starts, ends] = windows.fields.map(field => (field.layout === 'int64' ? field.values : []))
  const text = (us: unknown) => new Date(Number(us) / 1000).toISOString().slice(0, -1).replace('.000', '')
  return Array.from({ length: output.numRows }, (_, i) => `[${text(starts![i])}, ${text(ends![i])}) ${counts.values[i]}`)
}

test('1: an event on the start of a window belongs to it', async () => {
  const windows = await windowsOf(['2016-03-27T19:39:30'], '10 seconds')
  assert.deepEqual(windows, ['[2016-03-27T19:39:30, 2016-03-27T19:39:40) 1'])
})

test('2: windows with a negative start time', async () => {
  const windows = await windowsOf(['2016-03-27T19:39:30', '2016-03-27T19:39:25'], '10 seconds', '10 seconds', '-5 seconds')
  assert.deepEqual(windows, ['[2016-03-27T19:39:25, 2016-03-27T19:39:35) 2'])
})

test('3: sliding windows whose duration is no multiple of the slide', async () => {
  const windows = await windowsOf(
    ['2016-03-27T19:39:34', '2016-03-27T19:39:56', '2016-03-27T19:39:27'],
    '10 seconds',
    '3 seconds',
  )
  const starts = windows.map(text => `${text.slice(18, 20)}:${text.at(-1)}`)
  assert.deepEqual(starts, ['18:1', '21:1', '24:1', '27:2', '30:1', '33:1', '48:1', '51:1', '54:1'])
  assert.equal(windows[8], '[2016-03-27T19:39:54, 2016-03-27T19:40:04) 1')
})

test('5: times before 1970', async () => {
  const windows = await windowsOf(
    ['1970-01-01T00:00:02', '1970-01-01T00:00:12', '1968-12-31T00:00:02'],
    '10 seconds',
    '10 seconds',
    '5 seconds',
  )
  assert.deepEqual(windows, [
    '[1968-12-30T23:59:55, 1968-12-31T00:00:05) 1',
    '[1969-12-31T23:59:55, 1970-01-01T00:00:05) 1',
    '[1970-01-01T00:00:05, 1970-01-01T00:00:15) 1',
  ])
})

test('6: windows of milliseconds', async () => {
  const windows = await windowsOf(
    ['2016-03-27T09:00:00.410', '2016-03-27T09:00:00.620', '2016-03-27T09:00:00.715'],
    '200 milliseconds',
    '40 milliseconds',
  )
  const starts = windows.map(text => `${text.slice(20, 24)}:${text.at(-1)}`)
  assert.deepEqual(starts, [
    '.240:1',
    '.280:1',
    '.320:1',
    '.360:1',
    '.400:1',
    '.440:1',
    '.480:1',
    '.520:2',
    '.560:2',
    '.600:2',
    '.640:1',
    '.680:1',
  ])
})

test('7: duration, slide and start time together', async () => {
  const windows = await windowsOf(
    ['2016-03-27T19:39:34', '2016-03-27T19:39:56', '2016-03-27T19:39:27'],
    '10 seconds',
    '10 seconds',
    '5 seconds',
  )
  assert.deepEqual(windows, ['[2016-03-27T19:39:25, 2016-03-27T19:39:35) 2', '[2016-03-27T19:39:55, 2016-03-27T19:40:05) 1'])
})

test('12: a start time shifts sliding windows and may lose one', async () => {
  const event = ['2016-03-27T12:05:00']
  const starts = (windows: readonly string[]) => windows.map(text => text.slice(12, 17))
  assert.deepEqual(starts(await windowsOf(event, '12 minutes', '5 minutes')), ['11:55', '12:00', '12:05'])
  assert.deepEqual(starts(await windowsOf(event, '12 minutes', '5 minutes', '2 minutes')), ['11:57', '12:02'])
})

test('an event on the end of a window belongs to the next one', async () => {
  const windows = await windowsOf(['2024-01-01T10:05:00', '2024-01-01T10:04:59.999'], '5 minutes')
  assert.deepEqual(windows, ['[2024-01-01T10:00:00, 2024-01-01T10:05:00) 1', '[2024-01-01T10:05:00, 2024-01-01T10:10:00) 1'])
})

test('11: durations that make no window are refused when the query is written', () => {
  const { stream } = memoryStream()
  const make = (duration: string, slide?: string, start?: string) => () =>
    stream.groupBy(r => ({ window: window(r.timestamp, duration, slide, start) }))
  for (const [duration, slide, start] of [
    ['1 second', '2 seconds'],
    ['0 seconds'],
    ['-1 second'],
    ['1 second', '-1 second'],
    ['1 second', '0 seconds'],
    ['10 seconds', '5 seconds', '5 seconds'],
    ['10 seconds', '5 seconds', '-5 seconds'],
  ] as const) {
    assert.throws(make(duration, slide, start), { code: 'TYPE_MISMATCH', message: /DATATYPE_MISMATCH/ })
  }
  for (const wrong of ['2 apples', '1 month', '1 year', '5m', '10 min', '1.5 minutes', '', 'seconds'])
    assert.throws(make(wrong), { code: 'CANNOT_PARSE_INTERVAL' }, wrong)
})

test('10: two different windows in one operator are refused', () => {
  const { stream } = memoryStream()
  assert.throws(
    () =>
      stream
        .groupBy(r => ({ a: window(r.timestamp, '5 seconds'), b: window(r.timestamp, '10 seconds') }))
        .agg(() => ({ n: count() })),
    { code: 'ANALYSIS', message: /Multiple time\/session window expressions would result in a cartesian product/ },
  )
})

test('every moment lies in each of its windows, and in as many as the definition says', () => {
  const random = seeded(1)
  for (let round = 0; round < 2000; round++) {
    const slideUs = random.int(1, 1000)
    const durationUs = slideUs + random.int(0, 3000)
    const window: TimeWindow = { durationUs, slideUs, startUs: random.int(-slideUs + 1, slideUs - 1) }
    const timeUs = random.int(-100_000, 100_000)
    const newest = lastWindowStart(timeUs, window)
    const found: number[] = []
    for (let i = 0; i < windowsPerRow(window); i++) {
      const start = newest - i * slideUs
      if (holds(timeUs, start, window)) found.push(start)
    }
    // By search instead of by formula: the starts are startUs + k * slideUs.
    const expected: number[] = []
    for (let k = Math.floor((timeUs - durationUs - window.startUs) / slideUs) - 1; ; k++) {
      const start = window.startUs + k * slideUs
      if (start > timeUs) break
      if (timeUs < start + durationUs) expected.unshift(start)
    }
    assert.deepEqual(found, expected, JSON.stringify({ window, timeUs }))
    assert.deepEqual(
      [...lastWindowStarts(Float64Array.of(timeUs, timeUs + 1, timeUs - 1), 3, window)],
      [newest, lastWindowStart(timeUs + 1, window), lastWindowStart(timeUs - 1, window)],
    )
  }
})

test('durations are read as Spark reads them', () => {
  const second = 1_000_000
  const cases: readonly (readonly [string, number])[] = [
    ['5 minutes', 300 * second],
    ['1 day 2 hours', 26 * 3600 * second],
    ['  INTERVAL 1 Week ', 7 * 86_400 * second],
    ["inTerval '3' day", 3 * 86_400 * second],
    ['1.5 seconds', 1.5 * second],
    ['.5 second', 0.5 * second],
    ['1.123456789 seconds', 1_123_456],
    ['- 5 seconds', -5 * second],
    ['-1.5 seconds', -1.5 * second],
    ['10 milliseconds 3 microseconds', 10_003],
    ['1 minute -1 second', 59 * second],
  ]
  for (const [text, us] of cases) assert.equal(parseDuration(text), us, text)
  for (const text of ['1 day2 hours', '1', 'five minutes', '1.1234567891 seconds', '1 s', '1 h', '--1 second', '1 second x'])
    assert.throws(() => parseDuration(text), { code: 'CANNOT_PARSE_INTERVAL' }, text)
})
