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

test('a letter that is not known is refused by name', () => {
  for (const [pattern, part] of [
    ['yyyy-QQ', 'QQ'],
    ['YYYY-MM-dd', 'YYYY'],
    ['yyyy-MM-dd yyyy', 'yyyy'],
    ['yyyy[-MM', '['],
    ["yyyy 'open", "'open"],
  ] as const) {
    const refused = (error: unknown) =>
      error instanceof SluiceError && error.code === 'INVALID_OPTION' && error.message.includes(`"${part}"`)
    assert.throws(() => timePattern(pattern), refused, pattern)
  }
})
