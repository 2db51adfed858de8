import type { DataFrame as DanfoDataFrame } from 'danfojs-node'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { cellText } from './cell-text.ts'

/** danfo's DataFrame with the members it declares; without its `[name: string]: any`, which makes every misspelling an `any`. */
export type DataFrame = { [K in keyof DanfoDataFrame as string extends K ? never : K]: DanfoDataFrame[K] }

type Cell = number | boolean | string | null

interface FrameColumn {
  readonly name: string
  readonly dtype: 'int32' | 'float32' | 'boolean' | 'string'
  readonly cells: readonly Cell[]
}

/**
 * A danfo DataFrame of finished columns, with all its columns also when there are no rows.
 *
 * Numbers and booleans stay what they are. A struct becomes one column a field, `window.start` and `window.end`.
 * What danfo would show badly or round is text as Spark shows it: timestamps `2024-01-01 10:05:00`, dates, decimals,
 * lists, maps, bytes, and longs of a column that goes beyond 2^53. A column whose name the frame needs for itself
 * (`values`, `shape`, `index`, …) gets a `_` behind it.
 *
 * danfo loads with the first call: 0.4 s and 155 MB.
 *
 * @param options.timeZone of the session, for timestamps; UTC by default
 */
export function toDataFrame(batch: ColumnBatch, options: { readonly timeZone?: string } = {}): DataFrame {
  // Loaded here and not above: whoever only counts does not pay for it.
  const danfo = require('danfojs-node') as typeof import('danfojs-node')
  // Else the first tensor prints a banner of four lines into the cell.
  danfo.tensorflow.env().set('PROD', true)
  const fields = fieldsOf(batch.schema)
  const columns = fields.flatMap((field, i) =>
    frameColumns(field.name, batch.columns[i]!, batch.numRows, options.timeZone ?? 'UTC'),
  )
  const rows = Array.from({ length: batch.numRows }, (_, row) => columns.map(column => column.cells[row]!))
  return new danfo.DataFrame(rows, {
    columns: columns.map(column => (isTaken(column.name, danfo.DataFrame.prototype) ? `${column.name}_` : column.name)),
    dtypes: columns.map(column => column.dtype),
  })
}

function frameColumns(name: string, vector: ColumnVector, numRows: number, timeZone: string): FrameColumn[] {
  const cellsBy = (cellAt: (row: number) => Cell) =>
    Array.from({ length: numRows }, (_, row) => (isNullAt(vector, row) ? null : cellAt(row)))
  switch (vector.layout) {
    case 'struct':
      return fieldsOf(vector.type).flatMap((field, i) =>
        frameColumns(`${name}.${field.name}`, vector.fields[i]!, numRows, timeZone),
      )
    case 'boolean':
      return [{ name, dtype: 'boolean', cells: cellsBy(row => vector.values[row] === 1) }]
    case 'float64':
      return [{ name, dtype: 'float32', cells: cellsBy(row => vector.values[row]!) }]
    case 'int32':
      if (vector.type.kind !== 'date') return [{ name, dtype: 'int32', cells: cellsBy(row => vector.values[row]!) }]
      break
    case 'int64':
      if (vector.type.kind === 'long') {
        const cells = cellsBy(row => Number(vector.values[row]!))
        const whole = cells.filter(cell => cell !== null) as number[]
        // danfo's int32 makes 32-bit tensors, which would wrap.
        if (whole.every(Number.isSafeInteger))
          return [{ name, dtype: whole.every(cell => cell === (cell | 0)) ? 'int32' : 'float32', cells }]
      }
  }
  return [{ name, dtype: 'string', cells: cellsBy(row => cellText(vector, row, timeZone)) }]
}

/** Whether danfo reads this property of the frame itself: a column of that name would hide it. */
function isTaken(name: string, prototype: object): boolean {
  if (name.startsWith('$') || name in Object.prototype) return true
  for (let holder: object | null = prototype; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, name)
    if (property !== undefined) return property.get !== undefined
  }
  return false
}
