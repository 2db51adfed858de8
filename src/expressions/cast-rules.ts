import { type DataType, fieldsOf, sameType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'

const NUMBERS = ['byte', 'short', 'integer', 'long', 'float', 'double', 'decimal']
const isNumber = ({ kind }: DataType): boolean => NUMBERS.includes(kind)

/**
 * Refuses a pair of types that ANSI mode has no cast for. `tryCast` takes the same pairs.
 *
 * @throws SluiceError TYPE_MISMATCH with Spark's condition, which tells whether Spark has another function or a setting for it
 * @see Spark `Cast.canAnsiCast`, docs/sql-ref-ansi-compliance "Cast"
 */
export function requireCast(from: DataType, to: DataType, onError: 'fail' | 'null'): void {
  if (canCast(from, to)) return
  const why = onError === 'fail' && allowedWithoutAnsi(from, to) ? 'WITH_CONF_SUGGESTION' : 'WITHOUT_SUGGESTION'
  const condition = viaFunction(from, to) ? 'WITH_FUNC_SUGGESTION' : why
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.CAST_${condition}] Cannot cast ${simpleString(from)} to ${simpleString(to)}: there is no such cast${hint(from, to)}.`,
  )
}

function canCast(from: DataType, to: DataType): boolean {
  if (sameType(from, to) || to.kind === 'string') return true
  switch (from.kind) {
    case 'string':
      return !['array', 'map', 'struct'].includes(to.kind)
    case 'boolean':
      return isNumber(to)
    case 'timestamp':
      return isNumber(to) || to.kind === 'date'
    case 'date':
      return to.kind === 'timestamp'
    case 'array':
      return to.kind === 'array' && canCast(from.element, to.element)
    case 'map':
      return to.kind === 'map' && canCast(from.key, to.key) && canCast(from.value, to.value)
    case 'struct': {
      const [sources, targets] = [fieldsOf(from), to.kind === 'struct' ? fieldsOf(to) : []]
      return sources.length === targets.length && sources.every((source, i) => canCast(source.type, targets[i]!.type))
    }
    default:
      return isNumber(from) && (isNumber(to) || to.kind === 'boolean' || to.kind === 'timestamp')
  }
}

const viaFunction = (from: DataType, to: DataType): boolean =>
  (isNumber(from) && to.kind === 'date') || (from.kind === 'date' && isNumber(to))

const allowedWithoutAnsi = (from: DataType, to: DataType): boolean =>
  (from.kind === 'boolean' && to.kind === 'timestamp') ||
  ((from.kind === 'timestamp' || from.kind === 'date') && to.kind === 'boolean') ||
  (['byte', 'short', 'integer', 'long'].includes(from.kind) && to.kind === 'binary')

function hint(from: DataType, to: DataType): string {
  if (from.kind === 'date' && isNumber(to)) return ', use unixDate'
  return isNumber(from) && to.kind === 'date' ? ', use dateFromUnixDate' : ''
}
