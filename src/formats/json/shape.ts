import { type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'

/** A struct with its names ready to look up. */
export interface Shape {
  readonly names: readonly string[]
  /** The same; null for a field that no key fills. */
  readonly keys: readonly (string | null)[]
  readonly types: readonly DataType[]
  readonly shapes: readonly (Shape | null)[]
  readonly indexOf: ReadonlyMap<string, number>
}

/** The shape of a value without a struct in it. */
export const NO_FIELDS: Shape = { names: [], keys: [], types: [], shapes: [], indexOf: new Map() }

/** @param unread a field that no key of the JSON fills */
export function shapeOf(type: StructType, unread: string | null): Shape {
  const fields = fieldsOf(type)
  return {
    names: fields.map(field => field.name),
    keys: fields.map(field => (field.name === unread ? null : field.name)),
    types: fields.map(field => field.type),
    shapes: fields.map(field => innerShape(field.type)),
    indexOf: new Map(fields.flatMap((field, index) => (field.name === unread ? [] : [[field.name, index] as const]))),
  }
}

/** The struct in a type, below any arrays and maps. */
export function innerShape(type: DataType): Shape | null {
  if (type.kind === 'map') return innerShape(type.value)
  if (type.kind === 'array') return innerShape(type.element)
  return type.kind === 'struct' ? shapeOf(type, null) : null
}
