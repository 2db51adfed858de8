import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJsonOptions, type JsonOptions, type JsonSchema, jsonReader } from '../../../src/formats/json/from-json.ts'
import { vectorOf } from '../../../src/schema/column-builder.ts'
import type { Utf8Vector } from '../../../src/schema/column-vector.ts'
import { array, date, decimal, double, float, integer, map, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { storedAt } from '../../../src/schema/stored-at.ts'
import { SluiceError } from '../../../src/util/error.ts'

/** What is read of each text, as it is stored, and the rows that are bad. */
function read(schema: JsonSchema, texts: readonly string[], options: JsonOptions = {}) {
  const { vector, reasons } = jsonReader(schema, undefined, options).read(vectorOf(string(), texts) as Utf8Vector)
  return { values: texts.map((_, row) => storedAt(vector, row)), bad: reasons.map(({ row }) => row) }
}

test('each switch changes what it names, and nothing else', () => {
  const schema = struct({ a: integer(), d: double(), s: string() })
  const texts = {
    allowComments: '{"a":1/*x*/}',
    allowUnquotedFieldNames: '{a:1}',
    allowSingleQuotes: "{'a':1}",
    allowNumericLeadingZeros: '{"a":01}',
    allowNonNumericNumbers: '{"a":1,"d":NaN}',
    allowBackslashEscapingAnyCharacter: '{"a":1,"s":"\\$"}',
    allowUnquotedControlChars: '{"a":1,"s":"\t"}',
  }
  const usual = ['allowSingleQuotes', 'allowNonNumericNumbers']
  const readable = (options: JsonOptions) =>
    Object.keys(texts).filter((_, i) => (read(schema, Object.values(texts), options).values[i] as readonly unknown[])[0] === 1)
  assert.deepEqual(readable({}), usual)
  for (const name of Object.keys(texts)) {
    const turned = usual.includes(name) ? usual.filter(other => other !== name) : [...usual, name]
    assert.deepEqual(readable({ [name]: !usual.includes(name) }).sort(), turned.sort(), name)
  }
})

test('options are taken in any case, and as texts; what Spark ignores is ignored', () => {
  assert.deepEqual(checkJsonOptions({ MODE: 'failfast', ALLOWCOMMENTS: 'TRUE', multiLine: true, encoding: 'UTF-8' }), {
    mode: 'FAILFAST',
    allowComments: true,
  })
})

test('an option or a value that is not known is refused by name', () => {
  for (const [given, said] of [
    [{ alowComments: true }, '"alowComments"'],
    [{ allowComments: 'yes' }, 'allowComments is true or false, not "yes"'],
    [{ mode: 'DROPMALFORMED' }, '[PARSE_MODE_UNSUPPORTED]'],
    [{ mode: 'STRICT' }, 'PERMISSIVE, FAILFAST'],
    [{ timeZone: 'nowhere' }, '[INVALID_TIMEZONE] The timezone: nowhere'],
    [{ locale: 'de' }, 'locale "de"'],
    [{ timestampFormat: 5 }, 'timestampFormat is a text'],
  ] as const) {
    const refused = (error: unknown) =>
      error instanceof SluiceError && error.code === 'INVALID_OPTION' && error.message.includes(said)
    assert.throws(() => jsonReader(struct({ a: integer() }), undefined, given as JsonOptions), refused, said)
  }
})

test('a record may be an array or a map', () => {
  const texts = ['[1,2]', '[]', '[1,"x"]', '{"a":1}', 'null', '', '5']
  assert.deepEqual(read(array(integer()), texts), { values: [[1, 2], [], null, null, null, null, null], bad: [2, 3, 4, 5, 6] })
  assert.deepEqual(read(map(string(), integer()), ['{"a":1,"b":null}', '{}', '{"a":"x","b":1}', '[]']), {
    values: [
      [
        ['a', 1],
        ['b', null],
      ],
      [],
      null,
      null,
    ],
    bad: [2, 3],
  })
})

test('a single object is an array of one struct, and a bad part of it leaves the rest', () => {
  const texts = ['{"a":1}', '[{"a":1},{"a":"x"},null]', '{"a":"x","b":"y"}']
  assert.deepEqual(read(array(struct({ a: integer(), b: string() })), texts), {
    values: [[[1, null]], [[1, null], [null, null], null], [[null, 'y']]],
    bad: [1, 2],
  })
})

test('a bad value spoils its map alone, and a key that comes twice is kept twice', () => {
  const schema = struct({ m: map(string(), integer()), after: integer() })
  assert.deepEqual(read(schema, ['{"m":{"k":"x","l":[{"after":5}]},"after":1}', '{"m":{"k":1,"k":2},"after":1}']), {
    values: [
      [null, 1],
      [
        [
          ['k', 1],
          ['k', 2],
        ],
        1,
      ],
    ],
    bad: [0],
  })
})

test('a text that a pattern does not take is tried by the cast only where the fallback is wanted', () => {
  const schema = struct({ t: timestamp(), d: date() })
  const text = '{"t":"1970-01-02","d":"1970-01-02"}'
  const pattern = { timestampFormat: 'dd/MM/yyyy', dateFormat: 'dd/MM/yyyy' }
  const day = 86_400_000_000
  assert.deepEqual(read(schema, [text], pattern).values, [[null, null]])
  assert.deepEqual(read(schema, [text], { ...pattern, enableDateTimeParsingFallback: true }).values, [[day, 1]])
  const number = '{"d":"5"}'
  assert.deepEqual(read(schema, [number]).values, [[null, 5]])
  assert.deepEqual(read(schema, [number], { enableDateTimeParsingFallback: false }).values, [[null, null]])
})

test('digits of other scripts are digits where Java parses the number', () => {
  const schema = struct({ n: decimal(10, 2), d: date() })
  assert.deepEqual(read(schema, ['{"n":"१,२.५","d":"２"}']).values, [[1250n, 2]])
})

test('FAILFAST says which text is no number, and what the record was', () => {
  const failing = (schema: JsonSchema, text: string): string => {
    try {
      read(schema, [text], { mode: 'FAILFAST' })
      return 'read'
    } catch (error) {
      return (error as Error).message
    }
  }
  const schema = struct({ f: float(), x: struct({ d: double() }), n: integer() })
  assert.match(
    failing(schema, '{"x":{"d":"y"}}'),
    /^\[MALFORMED_RECORD_IN_PARSING\.CANNOT_PARSE_STRING_AS_DATATYPE\] .*\{"x":\{"d":"y"\}\}\.\nParse Mode: FAILFAST.* Cannot parse the value 'y' of the field `d` as target spark data type DoubleType/,
  )
  assert.match(failing(schema, '{"n":"z","f":"y"}'), /WITHOUT_SUGGESTION\].*: \[null,null,null\]\.\n/)
  assert.match(failing(schema, '{"f":1.1,"x":{"d":1e10},"n":""}'), /: \[1\.1,\[1\.0E10\],null\]\.\n/)
  assert.match(failing(schema, '[{}]'), /CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS\] .*: \[\{\}\]\.\n/)
  assert.match(failing(array(struct({ a: integer() })), '[{"a":"x"}]'), /: \[\[\[null\]\]\]\.\n/)
  assert.equal(failing(schema, ''), 'read')
})
