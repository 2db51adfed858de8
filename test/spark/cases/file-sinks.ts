import type { Columns } from '../../../src/expressions/column.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  type Fields,
  float,
  integer,
  long,
  map,
  type StructType,
  short,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { type CsvSinkOptions, csvSink } from '../../../src/sinks/csv-sink.ts'
import { type JsonSinkOptions, jsonSink } from '../../../src/sinks/json-sink.ts'
import { type Case, type CaseSink, raw, row, type Step, streaming } from '../case.ts'

const texts = (options: object) => Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]))

/** The file sinks of both, with the same options. */
function json(options: Omit<JsonSinkOptions, 'path'> = {}): CaseSink {
  const { partitionBy = [], ...rest } = options
  return { format: 'json', options: texts(rest), partitionBy, sluice: ({ path }) => jsonSink({ ...options, path }) }
}
function csv(options: Omit<CsvSinkOptions, 'path'> = {}): CaseSink {
  const { partitionBy = [], ...rest } = options
  return { format: 'csv', options: texts(rest), partitionBy, sluice: ({ path }) => csvSink({ ...options, path }) }
}

/** Rows written as they are, without the time of the record. */
const written = <F extends Fields>(
  name: string,
  sink: CaseSink,
  schema: StructType<F>,
  steps: readonly Step[],
  conf: Readonly<Record<string, string>> = {},
): Case =>
  streaming({
    name,
    schema,
    steps,
    sink,
    conf,
    pyspark: `t.drop('ts')`,
    sluice: ({ t }) => {
      const columns = (r: Columns) => Object.fromEntries(Object.keys(schema.fields).map(field => [field, r[field]!]))
      return t.select(r => columns(r as unknown as Columns))
    },
  })

const flat = struct({
  y: byte(),
  h: short(),
  i: integer(),
  l: long(),
  f: float(),
  d: double(),
  m: decimal(12, 2),
  b: boolean(),
  s: string(),
  x: binary(),
  day: date(),
  at: timestamp(),
})
const flatRows = [
  row({
    y: 1,
    h: 2,
    i: 3,
    l: '9007199254740993',
    f: 1.1,
    d: 0.1,
    m: 1.5,
    b: true,
    s: 'a',
    x: 'aGVsbG8=',
    day: '2020-02-29',
    at: '2020-02-29T12:30:45.123456Z',
  }),
  raw(
    '{"l": 9223372036854775807, "d": "NaN", "f": "-Infinity", "m": -0.01, "b": false, "day": "0001-01-01", "at": "1969-12-31T23:59:59.999999Z"}',
  ),
  raw(
    '{"l": -9223372036854775808, "d": 1e300, "f": 1e-40, "m": 1234567890.12, "day": "9999-12-31", "at": "0001-01-01T00:00:00Z", "x": ""}',
  ),
  row({ d: -0.0, f: 100, i: -1, at: '2020-01-01T00:00:00Z' }),
  row({ d: 123456789, f: 1e10, at: '2020-07-01T00:00:00.100Z' }),
  row({ d: 1e-5, s: null }),
]
const nested = struct({
  st: struct({ a: integer(), b: string() }),
  li: array(double()),
  ma: map(string(), integer()),
  all: array(struct({ t: timestamp(), m: map(string(), array(string())) })),
})
const text = struct({ s: string(), t: string() })
const hostile = [
  'plain',
  ' leading',
  'trailing ',
  '\ttab\t',
  '  ',
  '',
  'a,b',
  'a;b',
  'say "hi"',
  '"quoted"',
  '"',
  'back\\slash',
  '\\',
  '\\"',
  'end\\',
  'a,b\\',
  'a,"b\\"',
  '#comment',
  "it's",
  'null',
  'NULL',
  'ü ß 🙂',
  '</script>&\u2028\u2029',
  '\u0001\u007f\b\f',
  'x\u0000y',
  '{"a": 1}',
  'tab\tin',
]
const hostileRows = hostile.flatMap(s => [row({ s, t: 'z' }), row({ s: 'z', t: s })])
const breaks = ['a\nb', 'a\r\nb', 'a\rb', '\n', 'a,\nb'].map(s => row({ s, t: 'z' }))
const nulls = [row({ s: null, t: 'z' }), row({ s: 'z', t: null }), row({ s: '', t: null }), row({ s: null, t: '' })]
const parts = struct({ p: string(), n: integer(), v: string() })
const partRows = [
  row({ p: 'a b', n: 1, v: 'x' }),
  row({ p: 'ü/=%:?', n: null, v: 'y' }),
  row({ p: null, n: 2, v: null }),
  row({ p: '', n: 2, v: 'w' }),
  row({ p: 'a b', n: 1, v: 'again' }),
]
/** Spark's files follow the session of the moment, which is no longer the case's when a batch runs. */
const inLosAngeles = (sink: CaseSink): CaseSink => ({ ...sink, options: { ...sink.options, timeZone: 'America/Los_Angeles' } })
const LOS_ANGELES = { 'spark.sql.session.timeZone': 'America/Los_Angeles' }

export const cases: readonly Case[] = [
  written('json of every flat type', json(), flat, [flatRows]),
  written('json with null fields', json({ ignoreNullFields: false }), flat, [flatRows]),
  written('json of nested types', json(), nested, [
    [
      row({
        st: { a: 1, b: 'x' },
        li: [1, null, 2.5],
        ma: { k: 1, l: null },
        all: [{ t: '2020-01-01T00:00:00Z', m: { q: ['a', null] } }, null],
      }),
      row({ st: {}, li: [], ma: {}, all: [{}] }),
      row({}),
    ],
  ]),
  written('json of hostile text', json(), text, [[...hostileRows, ...breaks, ...nulls, row({})]]),
  written('json in Los Angeles', inLosAngeles(json()), flat, [flatRows], LOS_ANGELES),
  written(
    'json with patterns',
    json({ timestampFormat: 'dd/MM/yyyy HH:mm:ss', dateFormat: 'yyyy.MM.dd', timeZone: 'Asia/Kolkata' }),
    flat,
    [flatRows],
  ),
  written('json by two columns, some batches', json({ partitionBy: ['p', 'n'] }), parts, [partRows, 'restart', [partRows[0]!]]),
  written('csv of every flat type but binary', csv(), struct({ ...flat.fields, x: string() }), [flatRows]),
  written('csv of hostile text', csv(), text, [hostileRows]),
  written('csv of line breaks', csv(), text, [breaks]),
  written('csv of nulls', csv(), text, [nulls]),
  written('csv with white space kept', csv({ ignoreLeadingWhiteSpace: false, ignoreTrailingWhiteSpace: false }), text, [
    hostileRows,
  ]),
  written('csv with a header', csv({ header: true }), struct({ 'a b': string(), 'c,d': integer(), 'e"f': string() }), [
    [row({ 'a b': 'x', 'c,d': 1, 'e"f': null })],
    [row({ 'a b': 'y', 'c,d': 2, 'e"f': '' })],
  ]),
  written('csv with all in quotes', csv({ quoteAll: true }), text, [[...hostileRows, ...nulls]]),
  written('csv with all in quotes, and words for nothing', csv({ quoteAll: true, nullValue: 'NULL', emptyValue: '-' }), text, [
    [...hostileRows, ...nulls],
  ]),
  written(
    'csv with all in quotes, white space kept',
    csv({ quoteAll: true, ignoreLeadingWhiteSpace: false, ignoreTrailingWhiteSpace: false }),
    text,
    [hostileRows],
  ),
  written('csv with other characters', csv({ sep: ';', quote: "'", escape: '"', nullValue: 'NULL', emptyValue: '-' }), text, [
    [...hostileRows, ...nulls],
  ]),
  written('csv with a doubled quote', csv({ escape: '"' }), text, [hostileRows]),
  written('csv with two separators', csv({ sep: '||' }), text, [[...hostileRows, row({ s: 'a||b', t: 'a|b' }), ...nulls]]),
  written('csv without escaped quotes', csv({ escapeQuotes: false }), text, [hostileRows]),
  written('csv in Los Angeles', inLosAngeles(csv()), struct({ day: date(), at: timestamp() }), [flatRows], LOS_ANGELES),
  written(
    'csv with patterns',
    csv({ timestampFormat: "yyyy-MM-dd'T'HH", dateFormat: 'dd,MM,yyyy' }),
    struct({ day: date(), at: timestamp() }),
    [flatRows],
  ),
  written('csv by two columns', csv({ partitionBy: ['p', 'n'], header: true }), parts, [partRows, [partRows[0]!]]),
  written('csv of a struct', csv(), nested, [[row({})]]),
  streaming({
    name: 'csv of a window',
    schema: text,
    sink: csv(),
    steps: [[row({ s: 'a' })]],
    pyspark: `t.select(F.window('ts', '5 seconds').alias('w'))`,
    sluice: ({ t }) => t.select(r => ({ w: window(r.ts, '5 seconds') })),
  }),
  streaming({
    name: 'json in update mode',
    schema: text,
    sink: json(),
    outputMode: 'update',
    steps: [[row({ s: 'a' })]],
    pyspark: `t.select('s')`,
    sluice: ({ t }) => t.select(r => ({ s: r.s })),
  }),
]
