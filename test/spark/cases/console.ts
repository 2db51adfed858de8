import type { Columns } from '../../../src/expressions/column.ts'
import { count } from '../../../src/expressions/functions/aggregates.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import {
  array,
  binary,
  boolean,
  date,
  decimal,
  double,
  type Fields,
  float,
  integer,
  long,
  map,
  type StructType,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { type ConsoleSinkOptions, consoleSink } from '../../../src/sinks/console-sink.ts'
import { type Case, type CaseSink, raw, row, type Step, streaming } from '../case.ts'
import { seconds, VALUE, values } from '../records.ts'

/** The console of both, with the same options. */
function console(options: ConsoleSinkOptions = {}): CaseSink {
  const texts = Object.entries(options).map(([name, value]) => [name, String(value)])
  return { format: 'console', options: Object.fromEntries(texts), sluice: ({ write }) => consoleSink({ ...options, write }) }
}

/** Rows printed as they are, without the time of the record. */
const shown = <F extends Fields>(
  name: string,
  schema: StructType<F>,
  steps: readonly Step[],
  options: ConsoleSinkOptions = {},
): Case =>
  streaming({
    name,
    schema,
    steps,
    sink: console(options),
    pyspark: `t.select(${Object.keys(schema.fields)
      .map(field => `F.col('\`${field}\`')`)
      .join(', ')})`,
    sluice: ({ t }) => t.select(r => pick(r as unknown as Columns, Object.keys(schema.fields))),
  })

const pick = (columns: Columns, names: readonly string[]): Columns =>
  Object.fromEntries(names.map(name => [name, columns[name]!]))

const ones = '1'.repeat(21)
const one = (value: string) => [row({ s: value })]
const text = struct({ s: string() })

export const cases: readonly Case[] = [
  shown('14.75 cells of 1 and 21 characters, cut', text, [[row({ s: '1' }), row({ s: ones })]]),
  shown('14.75 cells of 1 and 21 characters, whole', text, [[row({ s: '1' }), row({ s: ones })]], { truncate: false }),
  shown('14.76 no rows wanted', VALUE, [values(1, 2)], { numRows: 0 }),
  shown('14.76 fewer than no rows wanted', VALUE, [values(1, 2)], { numRows: -1 }),
  shown('14.76 one of many rows', VALUE, [values(1, 2, 3)], { numRows: 1 }),
  shown('14.76 an empty frame', VALUE, [[]]),
  shown(
    '14.77 structs, maps, lists, bytes and narrow columns',
    struct({
      _1: struct({ a: integer(), b: string() }),
      _2: integer(),
      m: map(string(), integer()),
      l: array(integer()),
      x: binary(),
    }),
    [
      [
        row({ _1: { a: 1, b: 'a' }, _2: 0, m: { a: 1, b: 2 }, l: [1, 2, 3], x: 'QUJDLg==' }),
        row({ _1: null, _2: null, m: {}, l: [], x: '' }),
        row({ _1: {}, _2: 1, m: { a: null }, l: [null], x: '/wA=' }),
      ],
    ],
    { truncate: false },
  ),
  shown('14.78 characters that would move the cursor', text, [one('aaa\nbbb\tccc\rddd\feee\bfff\vggg\u0007hhh')], {
    truncate: false,
  }),
  shown('14.79 three batches, the last one empty', VALUE, [values(1, 2, 3), values(4, 5, 6), []]),
  shown('14.79 two rows of three', VALUE, [values(1, 2, 3)], { numRows: 2 }),
  shown('14.79 thirty digits', text, [one('123456789012345678901234567890')]),
  shown('nulls', struct({ s: string(), i: integer(), b: boolean(), l: array(string()) }), [
    [row({}), row({ s: 'null', i: 1, b: true, l: [null, 'x'] }), row({ s: '', b: false })],
  ]),
  shown('wide characters, emoji and Cyrillic', text, [
    ['東京都', '한국어', 'e\u0301', 'Привет', '\u{1F600}\u{1F600}', 'ｱｲｳ', 'Ａ', 'naïve', '\u200b', '「」'].map(s => row({ s })),
  ]),
  shown('wide characters, cut', text, [
    ['東'.repeat(25), '\u{1F600}'.repeat(25), `${'a'.repeat(19)}\u{1F600}b`].map(s => row({ s })),
  ]),
  shown(
    'doubles',
    struct({ d: double(), f: float() }),
    [
      [
        '0',
        '-0.0',
        '1',
        '0.001',
        '0.00099',
        '9999999',
        '10000000',
        '1.0E7',
        '123456789.125',
        '1e21',
        '1e-5',
        '"NaN"',
        '"Infinity"',
        '"-Infinity"',
        '3.4028235e38',
        '0.1',
        '100',
        '1.17549435E-38',
        '2e-3',
        '33333333',
      ].map(d => raw(`{"d": ${d}, "f": ${d}}`)),
    ],
    { truncate: false },
  ),
  shown(
    'decimals, longs, days and moments',
    struct({ m: decimal(20, 4), l: long(), d: date(), x: timestamp() }),
    [
      [
        raw('{"m": 1.5, "l": 9223372036854775807, "d": "2020-02-29", "x": "2020-02-29T12:30:45.120Z"}'),
        raw('{"m": -0.0001, "l": -9223372036854775808, "d": "0001-01-01", "x": "1969-12-31T23:59:59.999999Z"}'),
        raw('{"m": 9999999999999999.9999, "l": 0, "d": "9999-12-31", "x": "2020-02-29T12:30:45Z"}'),
      ],
    ],
    { truncate: false },
  ),
  shown(
    'nested values',
    struct({ n: struct({ l: array(struct({ d: double(), x: timestamp(), m: map(string(), date()) })) }) }),
    [[row({ n: { l: [{ d: 1e7, x: '2020-02-29T12:30:45.1Z', m: { a: '2020-01-01' } }, null] } }), row({ n: {} })]],
    { truncate: false },
  ),
  shown('twenty-one rows', VALUE, [values(...Array.from({ length: 21 }, (_, i) => i))]),
  shown('twenty rows', VALUE, [values(...Array.from({ length: 20 }, (_, i) => i))]),
  shown(
    'names that are wider than their cells, and odd ones',
    struct({ 'a name with spaces': integer(), é東: integer(), 'a.b': integer() }),
    [[row({ 'a name with spaces': 1, é東: 2, 'a.b': 3 })]],
  ),
  streaming({
    name: 'windows in update mode, with batches without data',
    schema: VALUE,
    outputMode: 'update',
    steps: [seconds(10), seconds(40)],
    sink: console({ truncate: false }),
    pyspark: `t.withWatermark('ts', '10 seconds').groupBy(F.window('ts', '5 seconds').alias('window')).agg(F.count('*').alias('count'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ window: window(r.ts, '5 seconds') }))
        .agg(() => ({ count: count() })),
  }),
  streaming({
    name: 'moments in Los Angeles',
    schema: struct({ x: timestamp() }),
    conf: { 'spark.sql.session.timeZone': 'America/Los_Angeles' },
    steps: [[row({ x: '2020-03-08T10:00:00Z' }), row({ x: '2020-03-08T02:30:00' })]],
    sink: console({ truncate: false }),
    pyspark: `t.select('x')`,
    sluice: ({ t }) => t.select(r => ({ x: r.x })),
  }),
]
