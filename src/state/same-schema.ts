import { fieldsOf, type StructType, sameType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'

/**
 * @param what cannot change, at the beginning of a sentence
 * @throws STATE_SCHEMA_NOT_COMPATIBLE where a state file holds other columns than the query needs now
 */
export function requireSameSchema(stored: StructType, expected: StructType, path: string, what = 'Keys and functions'): void {
  const [before, now] = [fieldsOf(stored), fieldsOf(expected)]
  const same =
    before.length === now.length && before.every((field, i) => field.name === now[i]!.name && sameType(field.type, now[i]!.type))
  if (same) return
  throw new SluiceError(
    'STATE_SCHEMA_NOT_COMPATIBLE',
    `Cannot go on from the state in ${path}: it holds ${simpleString(stored)}, the query now needs ${simpleString(expected)}. ` +
      `${what} of a running query cannot change: use the old query, or a new checkpointLocation.`,
    { path },
  )
}
