import { int64Values } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { simpleString } from '../../schema/data-type.ts'
import { decimalText } from '../../schema/value-at.ts'
import { type Operation, outOfDecimalRange, overflow } from '../arithmetic-error.ts'
import { hasDigits, toScalaDigits } from '../decimal-math.ts'
import { integerLimits, MIN_LONG, storedLong } from '../integer-limits.ts'
import { isNumeric } from '../numeric-type.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

function signFunction(name: Operation & ('negative' | 'abs'), isTurned: (value: number | bigint) => boolean): Builtin {
  return {
    name,
    mayFail: true,
    type(args) {
      if (args.length !== 1 || !isNumeric(args[0]!)) throw wrongArguments(name, 'one number', args)
      return args[0]!
    },
    evaluate: ([input]) => turned(input!, name, isTurned),
  }
}

function turned(input: ColumnVector, name: Operation, isTurned: (value: number | bigint) => boolean): ColumnVector {
  const { length } = input
  switch (input.layout) {
    case 'float64': {
      const values = new Float64Array(length)
      for (let row = 0; row < length; row++) values[row] = isTurned(input.values[row]!) ? -input.values[row]! : input.values[row]!
      return { ...input, values }
    }
    case 'int32': {
      const { min } = integerLimits(input.type.kind as 'integer')
      const values = new Int32Array(length)
      for (let row = 0; row < length; row++) {
        const value = input.values[row]!
        if (value === min && !isNullAt(input, row)) throw overflow(name, simpleString(input.type))
        values[row] = isTurned(value) ? -value : value
      }
      return { ...input, values }
    }
    case 'int64': {
      if (input.values instanceof Float64Array) {
        const values = new Float64Array(length)
        for (let row = 0; row < length; row++)
          values[row] = isTurned(input.values[row]!) ? 0 - input.values[row]! : input.values[row]!
        return { ...input, values }
      }
      const stored = Array.from({ length }, (_, row) => {
        const value = input.values[row]!
        if (value === MIN_LONG && !isNullAt(input, row)) throw overflow(name, 'bigint')
        return !isTurned(value) ? value : typeof value === 'bigint' ? storedLong(BigInt.asIntN(64, -value)) : 0 - value
      })
      return { ...input, values: int64Values(stored) }
    }
    case 'decimal': {
      const { type } = input
      const values = input.values.map((value, row) => {
        if (!isTurned(value)) return value
        // Spark rounds to 34 digits here.
        const result = toScalaDigits(-value)
        if (!hasDigits(result, type.precision) && !isNullAt(input, row))
          throw outOfDecimalRange(decimalText(result, type.scale), simpleString(type), { suggestion: false })
        return result
      })
      return { ...input, values }
    }
    default:
      throw new Error(`${name} takes no ${input.type.kind}`)
  }
}

/** @see Spark `arithmetic.scala` (UnaryMinus, Abs) */
export const SIGN_BUILTINS: readonly Builtin[] = [
  signFunction('negative', () => true),
  signFunction('abs', value => value < 0 || Object.is(value, -0)),
]
