import type { DataType, Fields, StringType } from '../../schema/data-type.ts'
import { checkToJsonOptions, type ToJsonOptions } from '../builtins/json-write.ts'
import type { ArrayColumn, IntegerColumn, MapColumn, StringColumn, StructColumnBase } from '../column.ts'
import { call } from './call.ts'
import type { Text } from './text-arguments.ts'

/**
 * The value at a path of JSON text, as text: a string without quotes, anything else as JSON. Null where there is none.
 *
 * Of equal names the first counts whose value is not null (`fromJson` takes the last). What stands behind the value that was
 * found must still be JSON, up to the end of what surrounds it.
 *
 * @param path `$.a.b`, `$['a b']`, `$.list[0]`, `$.list[*].a`
 * @example getJsonObject(t.type, '$.card.id')
 * @see Spark `GetJsonObject`
 */
export function getJsonObject(json: StringColumn, path: Text): StringColumn {
  return call('get_json_object', [json, path]) as StringColumn
}

/** How many elements a JSON array has; null for what is none. @example jsonArrayLength(t.type) @see Spark `LengthOfJsonArray` */
export function jsonArrayLength(json: StringColumn): IntegerColumn {
  return call('json_array_length', [json]) as IntegerColumn
}

/** The names in a JSON object, in order; null for what is none. @example jsonObjectKeys(t.type) @see Spark `JsonObjectKeys` */
export function jsonObjectKeys(json: StringColumn): ArrayColumn<StringType> {
  return call('json_object_keys', [json]) as ArrayColumn<StringType>
}

/**
 * A struct, an array or a map as JSON text. Moments are written to the millisecond with their offset, numbers that are none
 * ("NaN") as text, bytes in base64.
 *
 * @throws INVALID_OPTION for an option that is not known, and a pattern that is none
 * @throws TYPE_MISMATCH for other types, and for maps whose keys are bytes, arrays or structs
 * @example toJson(window(t.time, '5 minutes'))
 * @see Spark `StructsToJson`
 */
export function toJson(
  column: StructColumnBase<Fields> | ArrayColumn<DataType> | MapColumn<DataType, DataType>,
  options: ToJsonOptions = {},
): StringColumn {
  checkToJsonOptions(options)
  return call('to_json', Object.keys(options).length === 0 ? [column] : [column, JSON.stringify(options)]) as StringColumn
}
