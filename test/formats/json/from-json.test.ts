import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type JsonOptions, jsonReader } from '../../../src/formats/json/from-json.ts'
import { byteValuesOf } from '../../../src/schema/byte-values.ts'
import { vectorOf } from '../../../src/schema/column-builder.ts'
import type { Utf8Vector } from '../../../src/schema/column-vector.ts'
import { array, double, integer, long, type StructType, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import type { Value } from '../../../src/schema/row.ts'
import { valueAt } from '../../../src/schema/value-at.ts'
import { SluiceError } from '../../../src/util/error.ts'

function inputOf(texts: readonly (string | Uint8Array | null)[]): Utf8Vector {
  return vectorOf(string(), texts) as Utf8Vector
}

/** The structs of some records, as rows. */
function read(schema: StructType, texts: readonly (string | Uint8Array | null)[], options: JsonOptions = {}): Value[] {
  const result = jsonReader(schema, undefined, options).read(inputOf(texts))
  return texts.map((_, row) => valueAt(result.struct, row))
}

test('what is no record is the NULL struct or all null, as in Spark', () => {
  const result = jsonReader(struct({ a: integer() })).read(
    inputOf([
      null,
      '',
      ' \t',
      'null',
      '{}',
      '{"a" 1}',
      '[{"a":1}]',
      '[]',
      '1',
      '"x"',
      '\ufeff{"a":1}',
      '{"a":1',
      '{"a":1,}',
      '// {"a":1}',
      '{"a":007}',
    ]),
  )
  assert.deepEqual(Array.from(result.struct.validity!), [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  assert.equal(result.struct.fields[0]!.validity!.includes(1), false)
  assert.deepEqual(result.reasons, [
    { row: 1, reason: 'empty' },
    { row: 2, reason: 'empty' },
    { row: 3, reason: 'not an object' },
    { row: 5, reason: 'syntax' },
    { row: 6, reason: 'an array' },
    { row: 7, reason: 'an array' },
    { row: 8, reason: 'not an object' },
    { row: 9, reason: 'not an object' },
    { row: 10, reason: 'syntax' },
    { row: 11, reason: 'syntax' },
    { row: 12, reason: 'syntax' },
    { row: 13, reason: 'syntax' },
    { row: 14, reason: 'syntax' },
  ])
})

test('what follows the record is not looked at', () => {
  for (const rest of [' xyz', '}', '{"a":2}', '\0'])
    assert.deepEqual(read(struct({ a: integer() }), [`{"a":1}${rest}`]), [{ a: 1 }])
})

test('of a key that comes twice the last good value wins', () => {
  const schema = struct({ a: integer(), _corrupt_record: string() })
  const texts = ['{"a":1,"a":2}', '{"a":1,"a":"x"}', '{"a":1,"a":null}']
  assert.deepEqual(read(schema, texts), [
    { a: 2, _corrupt_record: null },
    { a: 1, _corrupt_record: texts[1] },
    { a: null, _corrupt_record: null },
  ])
})

test('the corrupt-record column keeps the text of bad records, wherever it stands', () => {
  const schema = struct({ a: integer(), _unparsed: string(), b: integer() })
  const texts = ['{"a" 1, "b": 11}', '{"a": 2, "b": 12}', '{"a": "1", "b": 11}', '{"a": 3, "_unparsed": "mine", "b": 13}']
  assert.deepEqual(read(schema, texts, { columnNameOfCorruptRecord: '_unparsed' }), [
    { a: null, _unparsed: texts[0], b: null },
    { a: 2, _unparsed: null, b: 12 },
    { a: null, _unparsed: texts[2], b: 11 },
    { a: 3, _unparsed: null, b: 13 },
  ])
  const refused = (error: unknown) => error instanceof SluiceError && error.code === 'TYPE_MISMATCH'
  assert.throws(() => jsonReader(struct({ _corrupt_record: integer() })), refused)
})

test('FAILFAST ends at the first bad record, and takes an empty one', () => {
  const schema = struct({ a: integer(), b: integer(), _unparsed: string() })
  const options: JsonOptions = { mode: 'FAILFAST', columnNameOfCorruptRecord: '_unparsed' }
  assert.deepEqual(read(schema, [null, ''], options), [null, null])
  for (const [text, record] of [
    ['{"a" 1, "b": 11}', '[null,null,{"a" 1, "b": 11}]'],
    ['{"a": "1", "b": 11}', '[null,11,{"a": "1", "b": 11}]'],
  ] as const) {
    const failed = (error: unknown) =>
      error instanceof SluiceError &&
      error.code === 'MALFORMED_RECORD_IN_PARSING' &&
      error.message.startsWith(`[MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION]`) &&
      error.message.includes(`: ${record}.\nParse Mode: FAILFAST`)
    assert.throws(() => read(schema, [text], options), failed)
  }
})

test('the text of a malformed record cannot reach the terminal through the error of FAILFAST', () => {
  const schema = struct({ a: integer(), s: string() })
  assert.throws(
    () => read(schema, ['{"s": "\\u001b]0;owned\\u0007", "a": "x"}'], { mode: 'FAILFAST' }),
    (error: Error) => error.message.includes('[null,\\u001b]0;owned\\u0007]') && !error.message.includes('\u001b'),
  )
})

test('nested columns are read', () => {
  const schema = struct({ c1: long(), c2: array(struct({ c: integer() })), s: struct({ k: string() }) })
  assert.deepEqual(read(schema, ['{"c2": [19], "c1": 123456}', '{"s": {"k": [1, 2.50]}, "c2": [{"c": 5}, {}]}']), [
    { c1: 123456, c2: null, s: null },
    { c1: null, c2: [{ c: 5 }, { c: null }], s: { k: '[1,2.5]' } },
  ])
})

test('timestamps follow timeZone and timestampFormat', () => {
  const schema = struct({ t: timestamp() })
  const at = (text: string, options: JsonOptions) =>
    (read(schema, [text, text], options)[1] as { t: Date | null }).t?.toISOString()
  assert.equal(at('{"t": "2016-01-01T00:00:00.123Z"}', { timeZone: 'America/New_York' }), '2016-01-01T00:00:00.123Z')
  assert.equal(at('{"t": "2016-01-01T00:00:00"}', { timeZone: 'America/New_York' }), '2016-01-01T05:00:00.000Z')
  assert.equal(at('{"t": "2016-01-01T00:00:00"}', { timeZone: '+02:00' }), '2015-12-31T22:00:00.000Z')
  assert.equal(at('{"t": "26/08/2015 18:00"}', { timestampFormat: 'dd/MM/yyyy HH:mm' }), '2015-08-26T18:00:00.000Z')
  assert.equal(at('{"t": "2016-01-01 00:00:00"}', { timestampFormat: 'dd/MM/yyyy HH:mm' }), undefined)
})

test('bytes that are not UTF-8 become U+FFFD, an encoded surrogate one of them', () => {
  const record = (bytes: number[]) => Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
  const bytes = [[0xff], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0xc3, 0xa9]].map(record)
  const expected = ['\ufffd', '\ufffd', '\ufffd', 'é'].map(a => ({ a }))
  assert.deepEqual(read(struct({ a: string() }), ['{"a":"x"}', ...bytes]).slice(1), expected)
})

test('whether a record is bad does not depend on the columns wanted', () => {
  const schema = struct({ a: integer(), b: double(), t: timestamp() })
  const good = '{"a": 1, "b": 2.5, "t": "2024-01-01 10:00:00"}'
  const texts = [good, good.replace('1,', '2147483648,'), good.replace('2.5', '"2.5"'), good.replace('-01-', '-13-'), good]
  for (const wanted of [['a'], ['b'], ['t'], [], ['a', 'b', 't']]) {
    assert.deepEqual(Array.from(jsonReader(schema, wanted).read(inputOf(texts)).bad!), [0, 1, 1, 1, 0], wanted.join())
  }
  assert.throws(() => jsonReader(schema, ['amuont']), { code: 'COLUMN_NOT_FOUND' })
})

test('vectors of earlier reads stay as they were, while dictionaries grow and give up', () => {
  const reader = jsonReader(struct({ id: string(), kind: string() }))
  const textsOf = (from: number) =>
    Array.from({ length: 3000 }, (_, i) => `{"id": "id-${from + i}", "kind": "kind ${(from + i) % 7}"}`)
  const reads = [0, 3000, 6000].map(from =>
    reader.read({ ...inputOf([]), length: 3000, codes: null, dictionary: byteValuesOf(textsOf(from)) }),
  )
  for (const [k, { struct: vector }] of reads.entries()) {
    for (let row = 0; row < 3000; row += 7) {
      assert.deepEqual(valueAt(vector, row), { id: `id-${k * 3000 + row}`, kind: `kind ${(k * 3000 + row) % 7}` })
    }
  }
  const [ids, kinds] = reads[2]!.struct.fields as unknown as readonly [Utf8Vector, Utf8Vector]
  assert.equal(ids.codes, null, 'texts that are all different are plain entries')
  assert.equal(kinds.dictionary.length, 7, 'texts that repeat are dictionary codes')
})
