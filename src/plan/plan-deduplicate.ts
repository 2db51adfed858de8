import { SluiceError } from '../util/error.ts'
import type { Plan } from './plan.ts'

/**
 * The plan of `dropDuplicates`, or of `dropDuplicatesWithinWatermark`.
 *
 * @param names the columns that make a duplicate; all, where none is named
 * @throws COLUMN_NOT_FOUND, TYPE_MISMATCH
 */
export function planDeduplicate(input: Plan, names: readonly string[], withinWatermark: boolean): Plan {
  const columns = Object.keys(input.schema.fields)
  const keys = names.length === 0 ? columns : names
  for (const name of keys) {
    const type = input.schema.fields[name]
    if (!columns.includes(name) || type === undefined) {
      throw new SluiceError('COLUMN_NOT_FOUND', `Cannot find column "${name}". There are: ${columns.join(', ')}.`, { name })
    }
    if (type.kind === 'map')
      throw new SluiceError(
        'TYPE_MISMATCH',
        `[UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE] Cannot drop duplicates by "${name}": it is a map, and maps cannot be compared. Name other columns.`,
        { name },
      )
  }
  return { kind: 'deduplicate', input, keys: [...new Set(keys)], withinWatermark, schema: input.schema }
}

/** The plan of `limit`. @throws INVALID_OPTION for what is no whole number from 0 on */
export function planLimit(input: Plan, count: number): Plan {
  if (!Number.isInteger(count) || count < 0)
    throw new SluiceError('INVALID_OPTION', `Cannot limit to ${count} rows: give a whole number, 0 or more.`)
  return { kind: 'limit', input, count, schema: input.schema }
}
