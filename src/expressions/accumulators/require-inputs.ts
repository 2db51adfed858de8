import { type DataType, fieldsOf, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'

const INTEGRAL: readonly string[] = ['byte', 'short', 'integer', 'long']

export const isIntegralType = (type: DataType): boolean => INTEGRAL.includes(type.kind)
export const isNumberType = (type: DataType): boolean =>
  isIntegralType(type) || type.kind === 'float' || type.kind === 'double' || type.kind === 'decimal'

/** Whether values of a type have an order: all but maps, and what holds them. */
export function isOrdered(type: DataType): boolean {
  if (type.kind === 'array') return isOrdered(type.element)
  return type.kind === 'struct' ? fieldsOf(type).every(field => isOrdered(field.type)) : type.kind !== 'map'
}

const signature = (name: string, inputs: readonly DataType[]) =>
  `${name}(${inputs.map(type => simpleString(type).toUpperCase()).join(', ')})`

/** The only input of an aggregate. @throws TYPE_MISMATCH where it is of another kind, as Spark's analysis */
export function oneInput(
  name: string,
  inputs: readonly DataType[],
  accepts: (type: DataType) => boolean,
  takes: string,
): DataType {
  requireInputs(name, inputs, 1, accepts, takes)
  return inputs[0]!
}

/** @throws TYPE_MISMATCH where there are not so many inputs or one of them is of another kind */
export function requireInputs(
  name: string,
  inputs: readonly DataType[],
  length: number,
  accepts: (type: DataType) => boolean,
  takes: string,
): void {
  const wrong = inputs.find(type => !accepts(type))
  if (inputs.length === length && wrong === undefined) return
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve "${signature(name, inputs)}" due to data type mismatch: ` +
      `it takes ${length} ${length === 1 ? 'column' : 'columns'} of ${takes}. Cast it first.`,
    { name },
  )
}

/** @throws TYPE_MISMATCH where a type has no order */
export function requireOrdered(name: string, type: DataType): void {
  if (isOrdered(type)) return
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.INVALID_ORDERING_TYPE] Cannot resolve "${signature(name, [type])}" due to data type mismatch: ` +
      `The \`${name}\` does not support ordering on type "${simpleString(type).toUpperCase()}".`,
    { name },
  )
}

/** @throws TYPE_MISMATCH where a type is or holds a map, which has no equality */
export function requireNoMap(name: string, type: DataType): void {
  if (isOrdered(type)) return
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE] Cannot resolve "${signature(name, [type])}" due to data type mismatch: ` +
      `The input of \`${name}\` can't be "MAP" type data.`,
    { name },
  )
}

/** @throws USAGE where a parameter is not among what it may be */
export function requireRange(name: string, parameter: string, value: number, isWithin: boolean, range: string): void {
  if (isWithin) return
  throw new SluiceError(
    'USAGE',
    `[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve "${name}" due to data type mismatch: ` +
      `The ${parameter} must be between ${range} (current value = ${value}).`,
    { name, value },
  )
}
