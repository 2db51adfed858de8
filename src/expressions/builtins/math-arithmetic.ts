import { int64Values } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { type DataType, simpleString } from '../../schema/data-type.ts'
import { decimalText } from '../../schema/value-at.ts'
import { divideByZero, outOfDecimalRange, overflow, remainderByZero } from '../arithmetic-error.ts'
import { arithmeticType, decimalOf, isIntegral, noArithmetic, widerNumber } from '../arithmetic-type.ts'
import { hasDigits, toDecimalType } from '../decimal-math.ts'
import { arithmeticVectors } from '../evaluate-arithmetic.ts'
import { castVector } from '../evaluate-cast.ts'
import { decimalRemainder, unscaledOf } from '../evaluate-decimal.ts'
import { MAX_LONG, storedLong } from '../integer-limits.ts'
import type { ArithmeticOperator } from '../node.ts'
import { bothValid, doublesOf, numbersOf } from '../numbers-of.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

const LONG = { kind: 'long' } as const

/** Arithmetic that gives null where the operator would end the batch. */
function tryArithmetic(name: string, operator: ArithmeticOperator): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      const type = args.length === 2 ? arithmeticType(operator, args[0]!, args[1]!) : null
      if (type === null)
        throw args.length === 2 ? noArithmetic(name, args[0]!, args[1]!) : wrongArguments(name, 'two numbers', args)
      return type
    },
    evaluate: ([left, right], { type }) => arithmeticVectors(operator, type, left!, right!, 'null'),
  }
}

/** The remainder with the sign of the divisor where it is negative, else above zero. */
const pmod: Builtin = {
  name: 'pmod',
  mayFail: true,
  type: args => {
    const type = args.length === 2 ? arithmeticType('mod', args[0]!, args[1]!) : null
    if (type === null) throw wrongArguments('pmod', 'two numbers', args)
    return type
  },
  evaluate([left, right], { type, numRows, context }) {
    const validity = bothValid(left!.validity, right!.validity, numRows)
    const isOpen = (row: number) => validity === null || validity[row] === 1
    if (type.kind === 'decimal') return positiveDecimals(left!, right!, type, validity)
    if (type.kind === 'long') {
      const [a, b] = [left!, right!].map(side => unscaledOf(side).values)
      const stored = Array.from({ length: numRows }, (_, row) => (isOpen(row) ? storedLong(positive(a![row]!, b![row]!)) : null))
      return { layout: 'int64', type, length: numRows, validity, values: int64Values(stored) }
    }
    const [a, b] = [doublesOf(left!), doublesOf(right!)]
    const sum = type.kind === 'float' ? Math.fround : type.kind === 'integer' ? wrapped : (exact: number) => exact
    const values = new Float64Array(numRows)
    for (let row = 0; row < numRows; row++) {
      if (!isOpen(row)) continue
      if (b[row] === 0) throw remainderByZero()
      const rest = a[row]! % b[row]!
      if (!(rest < 0)) values[row] = rest
      else values[row] = sum(rest + b[row]!) % b[row]!
    }
    const doubles: ColumnVector = {
      layout: 'float64',
      type: type.kind === 'float' ? type : { kind: 'double' },
      length: numRows,
      validity,
      values,
    }
    return castVector(doubles, type, 'fail', context)
  },
}

/** As in Java, the sum may wrap: no overflow is told. */
const wrapped = (sum: number): number => sum | 0

function positive(a: bigint, b: bigint): bigint {
  if (b === 0n) throw remainderByZero()
  const rest = a % b
  return rest < 0n ? BigInt.asIntN(64, rest + b) % b : rest
}

function positiveDecimals(
  left: ColumnVector,
  right: ColumnVector,
  type: DataType & { kind: 'decimal' },
  validity: Uint8Array | null,
): ColumnVector {
  const [a, b] = [unscaledOf(left), unscaledOf(right)]
  const scale = Math.max(a.scale, b.scale)
  const values = a.values.map((value, row) => {
    if (validity !== null && validity[row] === 0) return 0n
    const [x, y] = [value * 10n ** BigInt(scale - a.scale), b.values[row]! * 10n ** BigInt(scale - b.scale)]
    if (y === 0n) throw remainderByZero()
    const rest = decimalRemainder(x, y, scale).unscaled
    const result = rest < 0n ? (rest + y) % y : rest
    const fitting = toDecimalType(result, scale, type)
    if (fitting === undefined) throw outOfDecimalRange(decimalText(result, scale), simpleString(type))
    return fitting
  })
  return { layout: 'decimal', type, length: left.length, validity, values }
}

/** Whole division, towards zero; of decimals too. A quotient of decimals beyond 64 bits keeps its low 64 bits, as in Spark. */
const div: Builtin = {
  name: 'div',
  mayFail: true,
  type(args) {
    const [left, right] = args
    if (args.length !== 2 || decimalOf(left!) === null || decimalOf(right!) === null)
      throw wrongArguments('div', 'two integers or decimals', args)
    return LONG
  },
  evaluate([left, right], { numRows }) {
    const validity = bothValid(left!.validity, right!.validity, numRows)
    const safe = safeQuotients(left!, right!, validity)
    if (safe !== null) return safe
    const [a, b] = [unscaledOf(left!), unscaledOf(right!)]
    const isWhole = isIntegral(widerNumber(left!.type, right!.type)!)
    const scale = Math.max(a.scale, b.scale)
    const [scaleA, scaleB] = [10n ** BigInt(scale - a.scale), 10n ** BigInt(scale - b.scale)]
    const stored: (number | bigint | null)[] = []
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) {
        stored.push(null)
        continue
      }
      const [x, y] = [a.values[row]! * scaleA, b.values[row]! * scaleB]
      if (y === 0n) throw divideByZero()
      const quotient = x / y
      if (isWhole && quotient > MAX_LONG) throw overflow('div', 'bigint')
      if (!hasDigits(quotient, 38)) throw outOfDecimalRange(String(quotient), 'decimal(38,0)')
      stored.push(storedLong(BigInt.asIntN(64, quotient)))
    }
    return { layout: 'int64', type: LONG, length: numRows, validity, values: int64Values(stored) }
  },
}

/** Quotients of safe integers; `null` where there are others. */
function safeQuotients(left: ColumnVector, right: ColumnVector, validity: Uint8Array | null): ColumnVector | null {
  const [a, b] = [numbersOf(left), numbersOf(right)]
  if (a === null || b === null) return null
  const { length } = left
  const values = new Float64Array(length)
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    if (b[row] === 0) throw divideByZero()
    // Exact, where a quotient of doubles may be rounded up.
    values[row] = (a[row]! - (a[row]! % b[row]!)) / b[row]! + 0
  }
  return { layout: 'int64', type: LONG, length, validity, values }
}

/** @see Spark `arithmetic.scala`, `TryEval.scala` */
export const ARITHMETIC_BUILTINS: readonly Builtin[] = [
  tryArithmetic('try_add', 'plus'),
  tryArithmetic('try_subtract', 'minus'),
  tryArithmetic('try_multiply', 'multiply'),
  tryArithmetic('try_divide', 'divide'),
  tryArithmetic('try_mod', 'mod'),
  pmod,
  div,
]
