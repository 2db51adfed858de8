import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timePattern } from '../../../src/formats/time/pattern.ts'
import { formatTimestamp } from '../../../src/formats/time/timestamp-text.ts'
import { zoneOf } from '../../../src/formats/time/zone.ts'
import { SluiceError } from '../../../src/util/error.ts'

const CASES: readonly (readonly [pattern: string, text: string, shown: string | null])[] = [
  ['dd/MM/yyyy HH:mm', '26/08/2015 18:00', '2015-08-26 18:00:00'],
  ["yyyy-MM-dd'T'HH:mm:ss", '2024-01-01T10:00:00', '2024-01-01 10:00:00'],
  ["yyyy-MM-dd'T'HH:mm:ss", '2024-01-01 10:00:00', null],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2024-01-01T10:00:00.250+02:00', '2024-01-01 08:00:00.25'],
  ["yyyy-MM-dd'T'HH:mm:ss[.SSS]XXX", '2024-01-01T10:00:00Z', '2024-01-01 10:00:00'],
  ['yyyyMMddHHmmss', '20240229235959', '2024-02-29 23:59:59'],
  ['yyyy-MM-dd', '2023-02-29', null],
  ['d MMM yyyy h:mm a', '5 Jan 2024 12:30 AM', '2024-01-05 00:30:00'],
  ['d MMM yyyy h:mm a', '5 Jan 2024 1:30 PM', '2024-01-05 13:30:00'],
  ['yyyy.MM.dd', '2024x01x01', null],
  ["yyyy 'o''clock'", "2024 o'clock", '2024-01-01 00:00:00'],
  ['yyyy-MM-dd HH:mm', '2024-01-01 10:00 ', null],
  // The digits of numbers without anything between them, and of a fraction behind them.
  ['yyMMdd', '240229', '2024-02-29 00:00:00'],
  ['yyyyMMddHHmmssSSS', '20240229235959123', null],
  ['yyyy-MM-dd', '12024-01-01', null],
  ['yyyy-MM-dd', '+12024-01-01', '+12024-01-01 00:00:00'],
  // Optional parts, the same field twice.
  ['yyyy[-MM[-dd]]', '2024-03', '2024-03-01 00:00:00'],
  ['[yyyy-MM-dd][dd.MM.yyyy]', '05.01.2024', '2024-01-05 00:00:00'],
  ['yyyy yyyy', '2024 2024', '2024-01-01 00:00:00'],
  ['yyyy yyyy', '2024 2025', null],
  // Days of the year, eras, halves of the day that contradict or not.
  ['yyyyDDD', '2024366', '2024-12-31 00:00:00'],
  ['yyyyDDD', '2023366', null],
  ['M D', '2 32', '1970-02-01 00:00:00'],
  ['M D', '3 32', null],
  ['GGGG y-MM-dd', 'Before Christ 44-03-15', '-0043-03-15 00:00:00'],
  ['H a', '13 AM', null],
  ['k:mm', '24:30', '1970-01-01 00:30:00'],
  ['K:mm', '12:30', null],
  ['a', 'PM', '1970-01-01 12:00:00'],
  // Zones.
  ['yyyy-MM-dd HH:mm z', '2024-07-01 12:00 PST', '2024-07-01 19:00:00'],
  ['yyyy-MM-dd HH:mm zzzz', '2024-01-01 12:00 Central European Time', '2024-01-01 11:00:00'],
  ['yyyy-MM-dd HH:mm VV', '2024-01-01 12:00 europe/berlin', '2024-01-01 11:00:00'],
  ['yyyy-MM-dd HH:mm VV', '2024-01-01 12:00 PST', null],
  ['yyyy-MM-dd HH:mm X', '2024-01-01 12:00 +0130', '2024-01-01 10:30:00'],
  ['yyyy-MM-dd HH:mm XXX', '2024-01-01 12:00 +0130', null],
  ['yyyy-MM-dd HH:mm XXX', '2024-01-01 12:00 +19:00', null],
  ['yyyy-MM-dd HH:mm O', '2024-01-01 12:00 GMT-8', '2024-01-01 20:00:00'],
]

test('a pattern reads the texts that it describes, and no other', () => {
  for (const [pattern, text, shown] of CASES) {
    const micros = timePattern(pattern).timestamp(text, zoneOf('UTC'))
    assert.equal(micros === null ? null : formatTimestamp(micros), shown, `${pattern}: ${text}`)
  }
})

test('a pattern of dates reads days', () => {
  assert.equal(timePattern('dd.MM.yyyy', 'dateFormat').date('02.01.1970'), 1)
  assert.equal(timePattern('dd.MM.yyyy', 'dateFormat').date('31.04.1970'), null)
})

test('a letter that Spark does not read is refused by name', () => {
  for (const [pattern, part] of [
    ['yyyy-QQ', 'Q'],
    ['YYYY-MM-dd', 'Y'],
    ['EEE yyyy', 'E'],
    ['yyyyyyy', 'yyyyyyy'],
    ['HHH:mm', 'HHH'],
    ['yyyy]', ']'],
    ['{yyyy', '{'],
    ["yyyy 'open", "'"],
  ] as const) {
    const refused = (error: unknown) =>
      error instanceof SluiceError && error.code === 'INVALID_OPTION' && error.message.includes(`"${part}"`)
    assert.throws(() => timePattern(pattern), refused, pattern)
  }
})
