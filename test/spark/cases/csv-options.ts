// Options of CSV that change what is written, beside those of file-sinks.ts.
import { string, struct } from '../../../src/schema/data-type.ts'
import { type CsvSinkOptions, csvSink } from '../../../src/sinks/csv-sink.ts'
import { type Case, row, streaming } from '../case.ts'

const text = struct({ s: string(), t: string() })
const texts = [
  'é!',
  'two\nlines',
  'two\r\nmore',
  '🎊',
  'plain',
  '#comment',
  '!comment',
  'a;b',
  'say "hi"',
  'back\\slash',
  '\\"',
  'a,"b\\"',
  'end\\',
  'x!"y',
  'a,!"',
  '"!',
]
const rows = texts.flatMap(s => [row({ s, t: 'z' }), row({ s: 'z', t: s })])

const written = (name: string, options: Omit<CsvSinkOptions, 'path'>): Case =>
  streaming({
    name,
    schema: text,
    steps: [rows],
    sink: {
      format: 'csv',
      options: Object.fromEntries(Object.entries(options).map(([option, value]) => [option, String(value)])),
      sluice: ({ path }) => csvSink({ ...options, path }),
    },
    pyspark: `t.select('s', 't')`,
    sluice: ({ t }) => t.select(r => ({ s: r.s, t: r.t })),
  })

export const cases: readonly Case[] = [
  written('another sign of a comment', { comment: '!' }),
  written('another end of a line', { lineSep: ';' }),
  written('an end of a line of two characters', { lineSep: 'bk' }),
  written('the end of a line of Windows', { lineSep: '\r\n' }),
  written('an end of a line beyond ASCII', { lineSep: 'é' }),
  written('an end of a line of two UTF-16 units', { lineSep: '🎉' }),
  written('a carriage return as the end of a line', { lineSep: '\r' }),
  written('no end of a line', { lineSep: '' }),
  written('an end of a line that is too long', { lineSep: ';;;' }),
  written('an escape of the escape', { charToEscapeQuoteEscaping: '!' }),
  written('an escape of an escape that is the quote', { escape: '"', charToEscapeQuoteEscaping: '!' }),
]
