import { compareStored } from '../expressions/compare-stored.ts'
import type { Stored } from '../schema/column-builder.ts'
import { type DataType, fieldsOf } from '../schema/data-type.ts'

/**
 * A key that holds others in the form that all its equals share, which is also what is shown of the group: 0.0 for -0.0,
 * the entries of a map in the order of their keys.
 *
 * @see Spark `NormalizeFloatingNumbers`, `InsertMapSortInGroupingExpressions`
 */
export function normalKey(type: DataType, value: Stored): Stored {
  if (value === null) return null
  switch (type.kind) {
    case 'float':
    case 'double':
      return Object.is(value, -0) ? 0 : value
    case 'array':
      return (value as readonly Stored[]).map(element => normalKey(type.element, element))
    case 'struct': {
      const values = value as readonly Stored[]
      return fieldsOf(type).map((field, i) => normalKey(field.type, values[i]!))
    }
    case 'map':
      return (value as readonly (readonly [Stored, Stored])[])
        .map(([key, held]): readonly [Stored, Stored] => [normalKey(type.key, key), normalKey(type.value, held)])
        .sort(([a], [b]) => compareStored(a, b))
    default:
      return value
  }
}
