import type { DataType } from '../../schema/data-type.ts'
import type { Cells } from './cells.ts'
import { isNumberLike, NumberCells } from './number-cells.ts'
import { StoredCells } from './stored-cells.ts'

/** Empty cells for values of a type. */
export const newCells = (type: DataType): Cells => (isNumberLike(type) ? new NumberCells(type) : new StoredCells(type))
