import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleOf } from '../../src/notebook/show.ts'
import { gridOf, tableBundle } from '../../src/notebook/table.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { type DataType, double, long, string, struct, timestamp } from '../../src/schema/data-type.ts'

const us = (text: string) => Date.parse(`${text}Z`) * 1000
const windowType = struct({ start: timestamp(), end: timestamp() })
const columnOf = (type: DataType, values: Stored[]) => ({
  schema: struct({ c: type }),
  numRows: values.length,
  columns: [vectorOf(type, values)],
})
const textsOf = (type: DataType, values: Stored[]) => gridOf(columnOf(type, values)).rows.map(([cell]) => cell!.text)

test('windows of one day are written by their times, the day stands in the header', () => {
  const grid = gridOf(columnOf(windowType, [[us('2024-05-01T12:00:00'), us('2024-05-01T12:05:00')], null]))
  assert.deepEqual(
    grid.rows.map(([cell]) => cell!.text),
    ['12:00–12:05', 'NULL'],
  )
  assert.equal(grid.columns[0]!.note, 'window on 2024-05-01')
})

test('windows of several days carry their day, windows with seconds their seconds', () => {
  assert.deepEqual(
    textsOf(windowType, [
      [us('2024-05-01T23:55:00'), us('2024-05-02T00:00:00')],
      [us('2024-05-02T00:00:00'), us('2024-05-02T00:05:00')],
    ]),
    ['2024-05-01 23:55–00:00', '2024-05-02 00:00–00:05'],
  )
  assert.deepEqual(textsOf(windowType, [[us('2024-05-01T12:00:10'), us('2024-05-01T12:00:20')]]), ['12:00:10–12:00:20'])
})

test('windows are written in the time zone that is asked for', () => {
  const batch = columnOf(windowType, [[us('2024-05-01T12:00:00'), us('2024-05-01T12:05:00')]])
  assert.equal(gridOf(batch, { timeZone: 'Asia/Tokyo' }).rows[0]![0]!.text, '21:00–21:05')
})

test('doubles stand point below point with at most 4 digits, the exact value of a rounded one beside it', () => {
  const { rows } = gridOf(columnOf(double(), [0.1 + 0.2, 2, 1 / 3, null, Number.NaN]))
  assert.deepEqual(
    rows.map(([cell]) => cell!.text),
    ['0.3000', '2.0000', '0.3333', 'NULL', 'NaN'],
  )
  assert.deepEqual(
    rows.map(([cell]) => cell!.exact),
    ['0.30000000000000004', undefined, '0.3333333333333333', undefined, undefined],
  )
})

test('thousands are separated in a column with a number of five digits, not in years', () => {
  assert.deepEqual(textsOf(long(), [2024, 2025]), ['2024', '2025'])
  assert.deepEqual(textsOf(long(), [2024, 12345, 2n ** 60n]), ['2,024', '12,345', '1,152,921,504,606,846,976'])
})

test('rows that are left out are counted, a long cell is cut and whole in its title', () => {
  const bundle = tableBundle(
    columnOf(
      string(),
      Array.from({ length: 25 }, () => 'y'.repeat(300)),
    ),
    { maxRows: 5 },
  )
  const markup = bundle['text/html'] as string
  assert.match(markup, /20 more rows/)
  assert.match(bundle['text/plain'], /20 more rows/)
  assert.match(markup, /title="y{300}">y{119}…<\/td>/)
})

test('an empty table keeps its columns and says that it has no rows', () => {
  const { 'text/html': markup } = tableBundle(columnOf(string(), []))
  assert.match(markup as string, />c<br>.*no rows/)
})

test('rows as objects show every key, missing values as NULL', () => {
  const text = bundleOf([{ a: 1 }, { b: 'x' }])['text/plain']
  assert.deepEqual(text.split('\n').slice(3, 5), ['|   1|NULL|', '|NULL|   x|'])
})
