import { type DataType, sameType } from '../schema/data-type.ts'
import { Column, columnOf, expressionOf } from './base-column.ts'
import { call } from './functions/call.ts'
import { type Literal, literal } from './literal.ts'

/** `column[key]` of a list or a map. A constant key takes the type of the keys. */
export function itemOf(column: Column, key: unknown): Column {
  const { type } = expressionOf(column)
  const isMap = type.kind === 'map'
  const item = key instanceof Column ? key : constantKey(key as Literal, isMap ? type.key : { kind: 'integer' })
  return call(isMap ? 'get_map_value' : 'get_array_item', [column, item])
}

function constantKey(key: Literal, type: DataType): Column {
  const expression = literal(key, type)
  if (sameType(expression.type, type)) return columnOf(expression)
  return columnOf({ node: { kind: 'cast', input: expression.node, to: type, onError: 'fail' }, type })
}
