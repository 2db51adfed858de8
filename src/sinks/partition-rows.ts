import { cellText } from '../formats/cell-text.ts'
import { partitionFolder } from '../formats/partition-path.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { fieldsOf, type StructType, simpleString, struct } from '../schema/data-type.ts'
import { cutText } from '../util/cut-text.ts'
import { SluiceError } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'

/**
 * Which rows go to which folder: `type=deposit/location=online` to row numbers in order. Values that are not UTF-8
 * share the folder of what they read as.
 */
export function partitionRows(batch: ColumnBatch, partitionBy: readonly string[], timeZone: string): Map<string, Int32Array> {
  const names = fieldsOf(batch.schema).map(field => field.name)
  const folders = partitionBy.map(name => folderOf(name, batch.columns[names.indexOf(name)]!, timeZone))
  const rowsOfFolder = new Map<string, number[]>()
  for (let row = 0; row < batch.numRows; row++) {
    const path = folders.map(folder => folder(row)).join('/')
    const rows = rowsOfFolder.get(path)
    if (rows === undefined) rowsOfFolder.set(path, [row])
    else rows.push(row)
  }
  return new Map([...rowsOfFolder].map(([path, rows]) => [path, Int32Array.from(rows)]))
}

function folderOf(name: string, column: ColumnVector, timeZone: string): (row: number) => string {
  const textOf = (row: number) => {
    const value = isNullAt(column, row) ? null : cellText(column, row, timeZone)
    const folder = partitionFolder(name, value)
    requireShort(folder, name, value)
    return folder
  }
  if (column.layout !== 'utf8' || column.codes === null) return textOf
  const { codes } = column
  const known = new Map<number, string>()
  return row => {
    if (isNullAt(column, row)) return textOf(row)
    const folder = known.get(codes[row]!) ?? textOf(row)
    known.set(codes[row]!, folder)
    return folder
  }
}

/** What Linux and macOS take for one name, in bytes of UTF-8; Windows counts UTF-16 units. */
const LONGEST_NAME = 255

/** Spark fails where the folder is made, without a word of the column. */
function requireShort(folder: string, column: string, value: string | null): void {
  const length = process.platform === 'win32' ? folder.length : Buffer.byteLength(folder)
  if (length <= LONGEST_NAME) return
  const text = value ?? 'null'
  const shown = terminalText(JSON.stringify(cutText(text, 40)))
  throw new SluiceError(
    'SINK_FAILED',
    `[TASK_WRITE_FAILED] Cannot partition by "${column}": the value ${shown} (${text.length} characters) would make a folder with a name of ${length} bytes, and file systems take ${LONGEST_NAME}. Nothing of this batch was written. Partition by something shorter, such as substring(…) or sha2(…) of the column, or filter such rows out; started again with the same checkpoint, the query goes on with this batch.`,
    { column, length },
  )
}

/** The columns that stand in the files: all but those in the names of folders. */
export function withoutPartitions(batch: ColumnBatch, partitionBy: readonly string[]): ColumnBatch {
  if (partitionBy.length === 0) return batch
  const kept = fieldsOf(batch.schema).map(field => !partitionBy.includes(field.name))
  return {
    schema: fileSchema(batch.schema, partitionBy),
    numRows: batch.numRows,
    columns: batch.columns.filter((_, i) => kept[i]),
  }
}

export function fileSchema(schema: StructType, partitionBy: readonly string[]): StructType {
  return struct(Object.fromEntries(Object.entries(schema.fields).filter(([name]) => !partitionBy.includes(name))))
}

/**
 * @throws COLUMN_NOT_FOUND, TYPE_MISMATCH for a column that cannot be a folder's name, INVALID_OPTION for a name that
 * would hide its folder, and when no column would be left in the files, as in Spark
 */
export function checkPartitionBy(schema: StructType, partitionBy: readonly string[]): void {
  const fields = fieldsOf(schema)
  for (const name of partitionBy) {
    const field = fields.find(candidate => candidate.name === name)
    if (field === undefined) {
      const message = `Cannot partition by "${name}": there is no such column. Columns: ${fields.map(each => each.name).join(', ')}.`
      throw new SluiceError('COLUMN_NOT_FOUND', message, { column: name })
    }
    if (name.startsWith('.')) {
      const message = `Cannot partition by "${name}": no reader sees a folder whose name starts with a dot. Select the column under another name.`
      throw new SluiceError('INVALID_OPTION', message, { column: name })
    }
    if (['struct', 'array', 'map', 'binary'].includes(field.type.kind)) {
      const message = `Cannot partition by "${name}" of type ${simpleString(field.type)}: a folder's name needs a single value. Select a field of it under a name of its own.`
      throw new SluiceError('TYPE_MISMATCH', message, { column: name })
    }
  }
  if (partitionBy.length > 0 && fields.every(field => partitionBy.includes(field.name))) {
    throw new SluiceError('INVALID_OPTION', 'Cannot partition by all columns: at least one must stand in the files.', {
      partitionBy,
    })
  }
}
