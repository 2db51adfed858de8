import type { ColumnBatch } from '../schema/column-batch.ts'
import type { StructType } from '../schema/data-type.ts'
import { ownedStoredAt } from '../schema/owned-stored.ts'
import type { KeyedState } from '../state/keyed-state.ts'
import { groupText } from '../state/keyed-state-values.ts'
import { SluiceError } from '../util/error.ts'
import { rowAt } from './map-groups-with-state-rows.ts'

/**
 * Puts the rows of an initial state in place.
 *
 * @param rows the keys, then the fields of the state
 * @param begun groups that have been put in place; it is added to
 * @throws INVALID_OPTION where a group has two rows
 * @see Spark `FlatMapGroupsWithStateExec.processNewDataWithInitialState`
 */
export function putInitialState(groups: KeyedState, keySchema: StructType, rows: ColumnBatch, begun: Set<number>): void {
  const keyCount = Object.keys(keySchema.fields).length
  const [keys, fields] = [rows.columns.slice(0, keyCount), rows.columns.slice(keyCount)]
  for (const [row, group] of groups.numbersOf(keys, rows.numRows).entries()) {
    if (begun.has(group)) {
      throw new SluiceError(
        'INVALID_OPTION',
        `The initial state provided contained multiple rows(state) with the same key. Make sure to de-duplicate the initial state before passing it. It has several for ${groupText(rowAt(keySchema, keys, row))}.`,
      )
    }
    begun.add(group)
    groups.put(group, { state: fields.map(field => ownedStoredAt(field, row)), timeoutMs: null })
  }
}
