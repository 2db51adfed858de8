import { Column, nodeOf } from '../expressions/column.ts'
import { SortOrder } from '../expressions/sort-order.ts'
import { typeOf } from '../expressions/type-of.ts'
import type { DataType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import type { Plan, SortKey } from './plan.ts'

/** What `orderBy` takes: a column (ascending) or `asc(…)`, `desc(…)`. */
export type Ordering = Column<DataType> | SortOrder

/** The plan of `orderBy`. @throws ANALYSIS without a key, TYPE_MISMATCH for what is no column */
export function planSort(input: Plan, orderings: readonly Ordering[]): Plan {
  if (orderings.length === 0) throw new SluiceError('ANALYSIS', 'Cannot order by no columns: name at least one.')
  const order = orderings.map((ordering): SortKey => {
    const isOrder = ordering instanceof SortOrder
    if (!isOrder && !(ordering instanceof Column))
      throw new SluiceError('TYPE_MISMATCH', `Cannot order by ${typeof ordering}: give a column, asc(column) or desc(column).`)
    const node = nodeOf(isOrder ? ordering.column : ordering)
    const type = typeOf(node, input.schema)
    if (type.kind === 'map')
      throw new SluiceError(
        'TYPE_MISMATCH',
        '[DATATYPE_MISMATCH.INVALID_ORDERING_TYPE] Cannot order by a map: maps have no order.',
      )
    return isOrder
      ? { node, direction: ordering.direction, nulls: ordering.nulls }
      : { node, direction: 'ascending', nulls: 'first' }
  })
  return { kind: 'sort', input, order, schema: input.schema }
}
