import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ColumnWriter } from '../../../src/formats/json/column-writer.ts'
import { jsonReader } from '../../../src/formats/json/from-json.ts'
import { layoutsOf } from '../../../src/formats/json/layouts.ts'
import { scan } from '../../../src/formats/json/scan.ts'
import { viewOf } from '../../../src/formats/json/string-dictionary.ts'
import { byteValuesOf } from '../../../src/schema/byte-values.ts'
import { long, string, struct } from '../../../src/schema/data-type.ts'

/** How many records the scanner reads before one surprises it, after it has learnt from the first; `text` is not wanted. */
function scanned(...texts: readonly string[]): number {
  const records = texts.map(text => Buffer.from(`{"text":"${text}","id":7,"unknown":"${text}"}`, 'latin1'))
  const writers = [null, new ColumnWriter(long())]
  const times = { timestamps: true, dates: true }
  const layouts = layoutsOf(struct({ text: string(), id: long() }), ['text', 'id'], writers, times)
  writers[1]!.begin(records.length)
  assert.equal(layouts.learn(records[0]!), true)
  const { bytes, starts, ends } = byteValuesOf(records)
  const input = { bytes: Buffer.from(bytes), starts, ends, codes: null, validity: null, rows: records.length, zoneMs: 0 }
  return scan({ ...input, view: viewOf(input.bytes) }, layouts.bind(records.length)[0]!, 0)
}

test('texts that are not wanted may have escapes, also in the record that is learnt from', () => {
  assert.equal(scanned('a\\\\b', '\\"', 'x\\n\\t\\r\\b\\f\\/', '', 'plain', '\\\\'), 6)
  assert.equal(scanned('plain', 'a\\\\b', '\u00c3\u00a9\\\\'), 3)
})

test('a record of millions of escapes is read', () => {
  const text = '\\n'.repeat(12_000_000)
  const reader = jsonReader(struct({ text: string(), id: long() }), ['id'])
  const dictionary = byteValuesOf([Buffer.from(`{"text":"${text}","id":7}`)])
  const { bad } = reader.read({ layout: 'utf8', type: string(), length: 1, validity: null, codes: null, dictionary })
  assert.equal(bad, null)
})

test('an escape that standard JSON does not know, or one by number, is for the careful path', () => {
  for (const text of ['a\\qb', '\\u0041', '\\', 'a\tb', '\\\\\u00ff']) assert.equal(scanned('plain', text, 'plain'), 1, text)
})
