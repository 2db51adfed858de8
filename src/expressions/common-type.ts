import { type DataType, sameType } from '../schema/data-type.ts'
import { widerNumber } from './arithmetic-type.ts'

/**
 * The type that values of these types are brought to where they stand in one column: numbers to the widest, days beside moments to moments.
 * Null where there is none.
 *
 * @see Spark `AnsiTypeCoercion.findWiderCommonType`
 */
export function commonType(types: readonly DataType[]): DataType | null {
  const [first, ...rest] = types as readonly [DataType, ...DataType[]]
  return rest.reduce<DataType | null>((common, type) => (common === null ? null : commonOfTwo(common, type)), first)
}

function commonOfTwo(left: DataType, right: DataType): DataType | null {
  if (sameType(left, right)) return left
  if (left.kind === 'date' && right.kind === 'timestamp') return right
  if (left.kind === 'timestamp' && right.kind === 'date') return left
  if (left.kind === 'array' && right.kind === 'array') {
    const element = commonOfTwo(left.element, right.element)
    return element === null ? null : { kind: 'array', element }
  }
  return widerNumber(left, right)
}
