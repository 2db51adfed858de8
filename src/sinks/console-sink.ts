import { batchHeader, cellRows, tableText } from '../formats/show-string.ts'
import type { Sink } from '../plan/sink.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'

/** How the console sink prints. */
export interface ConsoleSinkOptions {
  /** Rows shown of each batch, 20 by default. */
  readonly numRows?: number
  /** Whether cells are cut to 20 characters; true by default. Spark takes no number here. */
  readonly truncate?: boolean
  /** For timestamps; the workbook's by default. */
  readonly timeZone?: string
  /** Where the text goes; standard output by default. */
  readonly write?: (text: string) => void
}

/**
 * Prints each batch as Spark's console sink does, when the batch is committed. Keeps the texts of `numRows` rows, not the batch.
 *
 * @throws INVALID_OPTION for a `truncate` that is no boolean or a `numRows` that is no whole number
 * @see Spark `ConsoleStreamingWrite`
 */
export function consoleSink(options: ConsoleSinkOptions = {}): Sink {
  const { numRows = 20, truncate = true, write = text => void process.stdout.write(text) } = options
  if (typeof truncate !== 'boolean') {
    const message = `Cannot take truncate = ${JSON.stringify(truncate)} for the console sink: it is true (cut cells to 20 characters) or false.`
    throw new SluiceError('INVALID_OPTION', message, { option: 'truncate' })
  }
  if (!Number.isInteger(numRows)) {
    const message = `Cannot take numRows = ${JSON.stringify(numRows)} for the console sink: it is a whole number of rows.`
    throw new SluiceError('INVALID_OPTION', message, { option: 'numRows' })
  }
  const shown = Math.max(0, numRows)
  let schema: StructType | undefined
  let timeZone = options.timeZone ?? 'UTC'
  return {
    name: 'console',
    description: 'console',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    async open(context) {
      schema = context.schema
      timeZone = options.timeZone ?? context.timeZone ?? 'UTC'
    },
    async beginBatch(batchId) {
      let cells: string[][] = []
      let numOutputRows = 0
      return {
        async write(rows) {
          schema ??= rows.schema
          cells.push(...cellRows(rows, Math.min(rows.numRows, shown - cells.length), timeZone))
          numOutputRows += rows.numRows
        },
        async commit() {
          const names = schema === undefined ? [] : fieldsOf(schema).map(field => field.name)
          const table = tableText(names, cells, {
            numRows: shown,
            truncate: truncate ? 20 : 0,
            hasMore: numOutputRows > shown,
          })
          write(`${batchHeader(batchId)}${table}\n`)
          return { numOutputRows }
        },
        async abort() {
          cells = []
        },
      }
    },
    async close() {},
  }
}
