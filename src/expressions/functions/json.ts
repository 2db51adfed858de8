import { checkJsonSchema } from '../../formats/json/check-schema.ts'
import { checkJsonOptions, type JsonSchema } from '../../formats/json/from-json.ts'
import { fieldsOf } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { type ColumnOf, columnOf, nodeOf, type StringColumn } from '../column.ts'
import type { FromJsonOptions } from '../node.ts'

/**
 * Reads JSON text by a schema. What cannot be read is null and counted in the ledger; a record ends the batch only
 * with `mode: 'FAILFAST'`.
 *
 * @param value text, usually `record.value.cast('string')`
 * @param schema a struct, an array or a map
 * @returns null for a null or blank text; of a malformed one a struct of nulls, no array, no map. A single object is
 *   an array of one struct, too.
 * @throws TYPE_MISMATCH for a map whose keys are no strings
 * @throws INVALID_OPTION for an option or a value that is not known
 * @throws MALFORMED_RECORD_IN_PARSING from the query, in mode FAILFAST, at the first malformed record
 * @example
 * select(r => ({ data: fromJson(r.value.cast('string'), Transaction, { timestampFormat: 'dd/MM/yyyy HH:mm' }) }))
 * select(r => ({ rows: fromJson(r.value.cast('string'), array(Transaction)) }))
 * @see Spark `from_json`
 */
export function fromJson<S extends JsonSchema>(value: StringColumn, schema: S, options: FromJsonOptions = {}): ColumnOf<S> {
  if (schema.kind === 'struct' && fieldsOf(schema).length === 0)
    throw new SluiceError('TYPE_MISMATCH', 'Cannot read JSON by an empty schema: name at least one field in struct({ … }).')
  checkJsonSchema(schema)
  const checked = checkJsonOptions({ ...options })
  return columnOf({ node: { kind: 'fromJson', input: nodeOf(value), schema, options: checked }, type: schema }) as ColumnOf<S>
}
