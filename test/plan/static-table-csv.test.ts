import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCsv } from '../../src/plan/static-table-csv.ts'
import { csvTable } from '../../src/plan/static-table-files.ts'
import { string, struct } from '../../src/schema/data-type.ts'

// As Spark 4.2.0 reads these texts.
const READ: readonly (readonly [lineSep: string, text: string, rows: (string | null)[][]])[] = [
  [';', '1,x y;2,"p;q";3,r\ns;4,"t\nu";', [['1', 'x y'], ['2', 'p'], ['q"'], ['3', 'r\ns'], ['4', 't\nu']]],
  [';;', 'h,i;;1,x y;;2,"p;;q";;', [['h', 'i'], ['1', 'x y'], ['2', 'p'], ['q"']]],
  [
    '|\n',
    'a,b|\n"x\ny",z|\n',
    [
      ['a', 'b'],
      ['x\ny', 'z'],
    ],
  ],
  ['\n', '1,2\r\n3,"4\r\n5"\r\n', [['1', '2\r'], ['3', '4\r'], ['5"\r']]],
  [
    '\r',
    '1,2\r3,4\n5\r',
    [
      ['1', '2'],
      ['3', '4\n5'],
    ],
  ],
  [
    'ab',
    '3,4b5ab6,7',
    [
      ['3', '4b5'],
      ['6', '7'],
    ],
  ],
]

for (const [lineSep, text, rows] of READ)
  test(`CSV with lines that end in ${JSON.stringify(lineSep)}`, () => assert.deepEqual(parseCsv(text, { lineSep }), rows))

test('a header is the first line, whatever ends it', () => {
  assert.deepEqual(parseCsv('a,b;1,2;', { lineSep: ';', header: true }), [['1', '2']])
})

test('an end of lines that Spark refuses is refused at once', () => {
  const read = (lineSep: string) => () => csvTable('x', struct({ a: string() }), { lineSep })
  assert.throws(read(''), { code: 'INVALID_OPTION', message: /'lineSep' cannot be an empty string/ })
  assert.throws(read(';;;'), { code: 'INVALID_OPTION', message: /'lineSep' can contain only 1 character/ })
})
