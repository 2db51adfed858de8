import type { Columns } from '../expressions/column.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * Rows of a table by their keys: what groups of a stream begin with, see `initialState` of `flatMapGroupsWithState`. The
 * columns beside the keys are the fields of the state; a key has one row.
 *
 * @see Spark `KeyValueGroupedDataset`, made of a Dataset that does not stream
 * @example
 * const before = staticTable([{ user: 'ann', n: 7 }], struct({ user: string(), n: long() }))
 * const initialState = before.groupBy(r => ({ user: r.user }))
 */
export class GroupedTable<C extends Columns> {
  /** @internal */
  readonly input: Plan
  /** @internal */
  readonly row: C
  /** @internal */
  readonly keys: readonly NamedNode[]

  /** @internal Made by `Table.groupBy`. */
  constructor({ input, row, keys }: { readonly input: Plan; readonly row: C; readonly keys: readonly NamedNode[] }) {
    this.input = input
    this.row = row
    this.keys = keys
  }
}
