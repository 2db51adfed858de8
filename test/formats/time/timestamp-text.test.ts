import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timestampAt } from '../../../src/formats/time/timestamp-bytes.ts'
import { formatTimestamp, parseDate, parseTimestamp } from '../../../src/formats/time/timestamp-text.ts'
import { SluiceError } from '../../../src/util/error.ts'

/** Text, zone of the session, what Spark 4.2.0 shows for it in UTC. */
const GOOD: readonly (readonly [string, string, string])[] = [
  ['2015', 'UTC', '2015-01-01 00:00:00'],
  ['2015-03', 'UTC', '2015-03-01 00:00:00'],
  [' 2015-03-18\t', 'UTC', '2015-03-18 00:00:00'],
  ['2015-3-8 1:2:3', 'UTC', '2015-03-08 01:02:03'],
  ['2015-03-18T12', 'UTC', '2015-03-18 12:00:00'],
  ['2015-03-18T12:03:17Z', 'Asia/Kolkata', '2015-03-18 12:03:17'],
  ['2015-03-18 12:03:17.123456789+07:30', 'UTC', '2015-03-18 04:33:17.123456'],
  ['2015-03-18T12:03:17-1:0', 'UTC', '2015-03-18 13:03:17'],
  ['2015-03-18T12:03:17+0730', 'UTC', '2015-03-18 04:33:17'],
  ['2015-03-18T12:03:17 GMT+07:30', 'UTC', '2015-03-18 04:33:17'],
  ['2015-03-18 12:03:17 Europe/Paris', 'UTC', '2015-03-18 11:03:17'],
  ['2015-03-18 12:03:17PST', 'UTC', '2015-03-18 19:03:17'],
  ['2015-03-18 12:03:17.', 'UTC', '2015-03-18 12:03:17'],
  ['2016-01-01T00:00:00', 'America/New_York', '2016-01-01 05:00:00'],
  ['2024-03-31 02:30:00', 'Europe/Berlin', '2024-03-31 01:30:00'],
  ['2024-10-27 02:30:00', 'Europe/Berlin', '2024-10-27 00:30:00'],
  ['2024-11-03 01:30:00', 'America/New_York', '2024-11-03 05:30:00'],
  ['1893-04-01', 'Europe/Berlin', '1893-03-31 23:06:32'],
  ['+12345-01-01', 'UTC', '+12345-01-01 00:00:00'],
  ['294247-01-10 04:00:54.775807', 'UTC', '+294247-01-10 04:00:54.775807'],
]

const BAD = [
  '238',
  '20150318',
  '2015/03/18',
  '2015.03.18',
  '015-01-18',
  '2015-031-8',
  '2015-03-18X',
  '2015-03-18T',
  '2015-03-18T123123',
]
  .concat(
    '1999 08 01',
    '2015-03-18T12:03.17-20:0',
    '',
    ' ',
    '2015-02-29',
    '2015-13-01',
    '2015-03-18 24:00:00',
    '2015-03-18 12:60:00',
  )
  .concat('2015-03-18T12:03Z', '2015-03-18 12:03:17+18:01', '2015-03-18 12:03:17utc', '294247-01-10 04:00:54.775808')

test('a timestamp text means what Spark 4.2.0 reads', () => {
  for (const [text, zone, shown] of GOOD) {
    const micros = parseTimestamp(text, zone)
    assert.notEqual(micros, null, text)
    assert.equal(formatTimestamp(micros!), shown, `${text} in ${zone}`)
  }
})

test('any other text is no timestamp', () => {
  for (const text of BAD) assert.equal(parseTimestamp(text), null, text)
})

test('a time alone means today, where the zone is', () => {
  const lateInUtc = Date.UTC(2024, 0, 1, 23, 30)
  assert.equal(formatTimestamp(parseTimestamp('T10:11', 'UTC', lateInUtc)!), '2024-01-01 10:11:00')
  assert.equal(formatTimestamp(parseTimestamp('10:11:12', '+01:00', lateInUtc)!), '2024-01-02 09:11:12')
})

test('a fraction is shown without zeros at its end, before 1970 too', () => {
  assert.equal(formatTimestamp(500_000), '1970-01-01 00:00:00.5')
  assert.equal(formatTimestamp(-1), '1969-12-31 23:59:59.999999')
  assert.equal(formatTimestamp(-1n, 'Asia/Kolkata'), '1970-01-01 05:29:59.999999')
})

test('a zone that is none is refused by name', () => {
  const refused = (error: unknown) =>
    error instanceof SluiceError && error.code === 'INVALID_OPTION' && error.message.includes('Mars/North')
  assert.throws(() => parseTimestamp('2015', 'Mars/North'), refused)
})

test('a date text means what Spark 4.2.0 reads', () => {
  assert.equal(parseDate('1970-01-02'), 1)
  assert.equal(parseDate('2024-2-29 and more'), 19_782)
  assert.equal(parseDate('1969'), -365)
  for (const text of ['2023-02-29', '5', '2024-01-01x', '', '12345678-01-01']) assert.equal(parseDate(text), null, text)
})

test('the byte reader knows no other value than the text reader', () => {
  const texts = [
    ...GOOD.map(([text]) => text),
    ...BAD,
    '2024-01-01 10:00:00',
    '2024-01-01T10:00:00.5Z',
    '2024-01-01 10:00:00.1234567',
  ]
  let read = 0
  for (const text of texts) {
    const bytes = Buffer.from(text)
    const micros = timestampAt(bytes, 0, bytes.length, 3_600_000)
    if (Number.isNaN(micros)) continue
    read++
    assert.equal(micros, parseTimestamp(text, '+01:00'), text)
  }
  assert.ok(read >= 5)
})
