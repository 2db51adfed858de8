import { fieldsOf, type StructType, sameType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'

/** @throws STATE_SCHEMA_NOT_COMPATIBLE where a state file holds other columns than the query keeps */
export function requireSameSchema(stored: StructType, expected: StructType, path: string): void {
  const [before, now] = [fieldsOf(stored), fieldsOf(expected)]
  const same =
    before.length === now.length && before.every((field, i) => field.name === now[i]!.name && sameType(field.type, now[i]!.type))
  if (same) return
  throw new SluiceError(
    'STATE_SCHEMA_NOT_COMPATIBLE',
    `Cannot go on from the state in ${path}: it holds ${simpleString(stored)}, the query now needs ${simpleString(expected)}. ` +
      'The columns and keys of a join of a running query cannot change: use the old query, or a new checkpointLocation.',
    { path },
  )
}
