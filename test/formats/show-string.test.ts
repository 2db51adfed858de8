import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchHeader, cellText, showString } from '../../src/formats/show-string.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import {
  array,
  binary,
  boolean,
  type DataType,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { batchOf } from './parquet-sample.ts'

const value = struct({ value: string() })
const texts = (...values: (string | null)[]) => batchOf(value, { value: values })
const cell = (type: DataType, stored: Stored, timeZone?: string) => cellText(vectorOf(type, [stored]), 0, timeZone)

test('a cell longer than 20 is cut to 17 and three points, and stands right', () => {
  assert.equal(
    showString(texts('1', '1'.repeat(21))),
    [
      '+--------------------+',
      '|               value|',
      '+--------------------+',
      '|                   1|',
      '|11111111111111111...|',
      '+--------------------+',
      '',
    ].join('\n'),
  )
})

test('truncate 0 cuts nothing and stands left; below 4 there are no points; 17 leaves 14 and three points', () => {
  const batch = texts('1', '1'.repeat(21))
  assert.match(showString(batch, { truncate: 0 }), /^\|value {16}\|\n\+-{21}\+\n\|1 {20}\|\n\|1{21}\|$/m)
  assert.match(showString(batch, { truncate: 3 }), /^\|value\|\n\+-----\+\n\| {4}1\|\n\| {2}111\|$/m)
  assert.match(showString(batch, { truncate: 17 }), /^\|11111111111111\.\.\.\|$/m)
})

test('more rows than shown end in a line without a break: "rows", and "row" for one', () => {
  const batch = texts('a', 'b', 'c')
  const rule = '+-----+\n'
  const head = `${rule}|value|\n${rule}`
  assert.equal(showString(batch, { numRows: 0 }), `${head}${rule}only showing top 0 rows`)
  assert.equal(showString(batch, { numRows: -1 }), `${head}${rule}only showing top 0 rows`)
  assert.equal(showString(batch, { numRows: 1 }), `${head}|    a|\n${rule}only showing top 1 row`)
  assert.equal(showString(batch, { numRows: 3 }).endsWith(`|    c|\n${rule}`), true)
  assert.equal(showString(texts()), head + rule)
})

test('21 rows show 20 and say so', () => {
  const shown = showString(texts(...Array.from({ length: 21 }, (_, i) => String(i))))
  assert.equal(shown.split('\n').length, 25)
  assert.equal(shown.endsWith('only showing top 20 rows'), true)
})

test('a column is at least 3 wide', () => {
  const batch = batchOf(struct({ _1: integer(), _2: integer() }), { _1: [1], _2: [2] })
  assert.equal(showString(batch), '+---+---+\n| _1| _2|\n+---+---+\n|  1|  2|\n+---+---+\n')
})

test('meta characters are two visible ones, in header and cell, and count in the width', () => {
  const raw = 'aaa\nbbb\tccc\rddd\feee\bfff\u000bggg\u0007hhh'
  const seen = 'aaa\\nbbb\\tccc\\rddd\\feee\\bfff\\vggg\\ahhh'
  const shown = showString(batchOf(struct({ [raw]: string() }), { [raw]: [raw] }), { truncate: 0 })
  const rule = `+${'-'.repeat(seen.length)}+\n`
  assert.equal(shown, `${rule}|${seen}|\n${rule}|${seen}|\n${rule}`)
})

test('what could take over the terminal is shown by its code', () => {
  const shown = showString(texts('\u001b[2J\u202e\u009b\u0000x'), { truncate: 0 })
  assert.match(shown, /\|\\u001b\[2J\\u202e\\u009b\\u0000x\|/)
})

test('full-width characters take two columns', () => {
  const shown = showString(texts('寿司', 'ab', '😀'))
  assert.equal(shown, '+-----+\n|value|\n+-----+\n| 寿司|\n|   ab|\n|   😀|\n+-----+\n')
})

test('each type has the text of Spark', () => {
  const pair = struct({ a: integer(), b: string() })
  const cases: [DataType, Stored, string][] = [
    [string(), null, 'NULL'],
    [pair, [1, 'a'], '{1, a}'],
    [pair, [null, 'a'], '{NULL, a}'],
    [array(integer()), [1, null, 3], '[1, NULL, 3]'],
    [array(string()), [], '[]'],
    [binary(), Buffer.from('ABC.'), '[41 42 43 2E]'],
    [boolean(), true, 'true'],
    [boolean(), false, 'false'],
    [long(), 9007199254740993n, '9007199254740993'],
    [long(), -5, '-5'],
    [double(), 500, '500.0'],
    [double(), 1e7, '1.0E7'],
    [double(), 1.234e-5, '1.234E-5'],
    [double(), -0, '-0.0'],
    [double(), Number.NaN, 'NaN'],
    [double(), Number.NEGATIVE_INFINITY, '-Infinity'],
    [float(), Math.fround(1.1), '1.1'],
    [float(), Math.fround(1e10), '1.0E10'],
    [
      map(string(), integer()),
      [
        ['a', 1],
        ['b', null],
        ['a', 2],
      ],
      '{a -> 1, b -> NULL, a -> 2}',
    ],
    [map(float(), array(integer())), [[1.5, [1, null]]], '{1.5 -> [1, NULL]}'],
    [map(string(), map(string(), float())), [['x', [['y', Math.fround(1.1)]]]], '{x -> {y -> 1.1}}'],
    [map(string(), string()), [], '{}'],
    [decimal(10, 2), 1230n, '12.30'],
    [decimal(38, 18), -1n, '-0.000000000000000001'],
    [date(), 19723, '2024-01-01'],
    [timestamp(), 1704103200000000, '2024-01-01 10:00:00'],
    [timestamp(), 1704103200500000, '2024-01-01 10:00:00.5'],
    [timestamp(), 1704103200123456n, '2024-01-01 10:00:00.123456'],
  ]
  for (const [type, stored, text] of cases) assert.equal(cell(type, stored), text)
  assert.equal(cell(timestamp(), 1704103200000000, 'Europe/Berlin'), '2024-01-01 11:00:00')
  const window = struct({ start: timestamp(), end: timestamp() })
  assert.equal(cell(window, [1704103200000000, 1704103500000000]), '{2024-01-01 10:00:00, 2024-01-01 10:05:00}')
})

test('the header of a batch has rules of 43 dashes', () => {
  assert.equal(batchHeader(7), `${'-'.repeat(43)}\nBatch: 7\n${'-'.repeat(43)}\n`)
})
