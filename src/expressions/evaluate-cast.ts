import { bytesAt, textAt } from '../schema/byte-values.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../schema/column-vector.ts'
import { type DataType, sameType } from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { failCast, giveNull, type RefuseCast } from './cast-failure.ts'
import { type CastContext, castStored } from './cast-stored.ts'
import { dayOf } from './cast-to-time.ts'
import { integerLimits } from './integer-limits.ts'
import { doublesOf, numbersOf } from './numbers-of.ts'

/**
 * Casts a vector. Bytes to text and numbers to doubles cost nothing or little; the rest goes value by value, texts entry by entry.
 *
 * @throws CAST_INVALID_INPUT, CAST_OVERFLOW or ARITHMETIC_OVERFLOW with Spark's words, unless `onError` is `null`
 */
export function castVector(input: ColumnVector, to: DataType, onError: 'fail' | 'null', context: CastContext): ColumnVector {
  const from = input.type
  if (sameType(from, to)) return input
  const fast = withoutFailure(input, to) ?? narrowed(input, to) ?? daysOfMoments(input, to, context)
  if (fast !== null) return fast
  const refuse = onError === 'fail' ? failCast : giveNull
  if (input.layout === 'utf8') return vectorOf(to, castTexts(input, to, context, refuse))
  const stored: Stored[] = []
  for (let row = 0; row < input.length; row++) stored.push(castStored(storedAt(input, row), from, to, context, refuse))
  return vectorOf(to, stored)
}

const WHOLE = ['byte', 'short', 'integer', 'long']

/** Casts of whole vectors: bytes as text, integers as wider ones, numbers as doubles. */
function withoutFailure(input: ColumnVector, to: DataType): ColumnVector | null {
  const { type: from, length, validity } = input
  // Spark takes the bytes as they are; what is not UTF-8 shows as U+FFFD only when it is printed.
  if (input.layout === 'utf8') return to.kind === 'binary' || to.kind === 'string' ? { ...input, type: to } : null
  const rank = WHOLE.indexOf(from.kind)
  if (to.kind === 'double' && (rank >= 0 || from.kind === 'float' || from.kind === 'boolean')) {
    const values = doublesOf(input)
    return {
      layout: 'float64',
      type: to,
      length,
      validity,
      values: values instanceof Float64Array ? values : Float64Array.from(values),
    }
  }
  if (input.layout !== 'int32' || rank < 0) return null
  if (to.kind === 'long') return { layout: 'int64', type: to, length, validity, values: Float64Array.from(input.values) }
  return (to.kind === 'integer' || to.kind === 'short') && WHOLE.indexOf(to.kind) > rank ? { ...input, type: to } : null
}

/** Numbers as integers, while all of them fit. */
function narrowed(input: ColumnVector, to: DataType): ColumnVector | null {
  if (to.kind !== 'byte' && to.kind !== 'short' && to.kind !== 'integer') return null
  const isWhole = WHOLE.includes(input.type.kind)
  if (!isWhole && input.layout !== 'float64') return null
  const numbers = numbersOf(input)
  if (numbers === null) return null
  const { min, max } = integerLimits(to.kind)
  const { length, validity } = input
  const values = new Int32Array(length)
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    const whole = Math.trunc(numbers[row]!)
    if (!(whole >= min && whole <= max)) return null
    values[row] = whole
  }
  return { layout: 'int32', type: to, length, validity, values }
}

/** Moments as days of the session's zone. */
function daysOfMoments(input: ColumnVector, to: DataType, { timeZone }: CastContext): ColumnVector | null {
  if (to.kind !== 'date' || input.layout !== 'int64' || input.type.kind !== 'timestamp') return null
  if (!(input.values instanceof Float64Array)) return null
  const { length, validity } = input
  const values = new Int32Array(length)
  for (let row = 0; row < length; row++)
    if (validity === null || validity[row] === 1) values[row] = dayOf(input.values[row]!, timeZone)
  return { layout: 'int32', type: to, length, validity, values }
}

/** A text that stands in many rows is cast once. */
function castTexts(input: Utf8Vector, to: DataType, context: CastContext, refuse: RefuseCast): Stored[] {
  const { type, codes, dictionary } = input
  const cast = (entry: number) =>
    castStored(type.kind === 'binary' ? bytesAt(dictionary, entry) : textAt(dictionary, entry), type, to, context, refuse)
  const memo = new Map<number, Stored>()
  const stored: Stored[] = []
  for (let row = 0; row < input.length; row++) {
    if (isNullAt(input, row)) stored.push(null)
    else if (codes === null) stored.push(cast(row))
    else {
      const entry = codes[row]!
      let value = memo.get(entry)
      if (value === undefined) {
        value = cast(entry)
        memo.set(entry, value)
      }
      stored.push(value)
    }
  }
  return stored
}
