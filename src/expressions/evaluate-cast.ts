import { bytesAt, textAt } from '../schema/byte-values.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DataType, simpleString } from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { SluiceError } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'
import { type CastContext, castStored } from './cast-stored.ts'

/**
 * Casts a vector. Bytes to text and integers to doubles cost nothing or little; the rest goes value by value.
 *
 * @throws CAST_INVALID_INPUT or CAST_OVERFLOW with Spark's words, unless `onError` is `null`
 */
export function castVector(input: ColumnVector, to: DataType, onError: 'fail' | 'null', context: CastContext): ColumnVector {
  const from = input.type
  if (simpleString(from) === simpleString(to)) return input
  // Spark takes the bytes as they are; what is not UTF-8 shows as U+FFFD only when it is printed.
  if (input.layout === 'utf8' && from.kind === 'binary' && to.kind === 'string') return { ...input, type: to }
  if (input.layout === 'utf8' && from.kind === 'string' && to.kind === 'binary') return { ...input, type: to }
  if (input.layout === 'int32' && from.kind === 'integer' && to.kind === 'double') {
    return {
      layout: 'float64',
      type: to,
      length: input.length,
      validity: input.validity,
      values: Float64Array.from(input.values),
    }
  }
  if (input.layout === 'int32' && from.kind === 'integer' && to.kind === 'long') {
    return { layout: 'int64', type: to, length: input.length, validity: input.validity, values: Float64Array.from(input.values) }
  }
  if (input.layout === 'int64' && from.kind === 'long' && to.kind === 'double' && input.values instanceof Float64Array) {
    return { layout: 'float64', type: to, length: input.length, validity: input.validity, values: input.values }
  }
  const memo = new Map<number, Stored>()
  const stored: Stored[] = []
  for (let row = 0; row < input.length; row++) {
    if (isNullAt(input, row)) stored.push(null)
    else if (input.layout === 'utf8') {
      const entry = input.codes === null ? row : input.codes[row]!
      if (!memo.has(entry)) {
        const value = from.kind === 'binary' ? bytesAt(input.dictionary, entry) : textAt(input.dictionary, entry)
        memo.set(entry, castOrFail(value, from, to, onError, context))
      }
      stored.push(memo.get(entry)!)
    } else stored.push(castOrFail(storedAt(input, row), from, to, onError, context))
  }
  return vectorOf(to, stored)
}

function castOrFail(value: Stored, from: DataType, to: DataType, onError: 'fail' | 'null', context: CastContext): Stored {
  const result = castStored(value, from, to, context)
  if (result !== undefined) return result
  if (onError === 'null') return null
  const [source, target] = [simpleString(from).toUpperCase(), simpleString(to).toUpperCase()]
  if (from.kind === 'string') {
    throw new SluiceError(
      'CAST_INVALID_INPUT',
      `[CAST_INVALID_INPUT] The value '${terminalText(String(value).slice(0, 200))}' of the type "${source}" cannot be cast to "${target}" because it is malformed. ` +
        'Correct the value as per the syntax, or change its target type. Use `tryCast` to tolerate malformed input and return NULL instead. SQLSTATE: 22018',
    )
  }
  throw new SluiceError(
    'CAST_OVERFLOW',
    `[CAST_OVERFLOW] The value ${String(value)} of the type "${source}" cannot be cast to "${target}" due to an overflow. ` +
      'Use `tryCast` to tolerate overflow and return NULL instead. SQLSTATE: 22003',
  )
}
