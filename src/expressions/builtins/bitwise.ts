import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { isIntegral, widerNumber } from '../arithmetic-type.ts'
import { storedLong } from '../integer-limits.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

const BITS: Readonly<Record<string, number>> = { byte: 8, short: 16, integer: 32, long: 64 }
const INTEGER = { kind: 'integer' } as const

function eachPair(
  left: ColumnVector,
  right: ColumnVector,
  type: DataType,
  apply: (a: Stored, b: Stored) => Stored,
): ColumnVector {
  const values: Stored[] = []
  for (let row = 0; row < left.length; row++) {
    const isNull = isNullAt(left, row) || isNullAt(right, row)
    values.push(isNull ? null : apply(storedAt(left, row), storedAt(right, row)))
  }
  return vectorOf(type, values)
}

/** Bit by bit over two integers; the result has the wider type. */
function bitwise(name: string, of32: (a: number, b: number) => number, of64: (a: bigint, b: bigint) => bigint): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 2 || !args.every(isIntegral)) throw wrongArguments(name, 'two integers', args)
      return widerNumber(args[0]!, args[1]!)!
    },
    evaluate: ([left, right], { type }) =>
      eachPair(left!, right!, type, (a, b) =>
        type.kind === 'long' ? storedLong(of64(BigInt(a as number), BigInt(b as number))) : of32(a as number, b as number),
      ),
  }
}

const bitwiseNot: Builtin = {
  name: 'bitwise_not',
  mayFail: false,
  type(args) {
    if (args.length !== 1 || !isIntegral(args[0]!)) throw wrongArguments('bitwise_not', 'an integer', args)
    return args[0]!
  },
  evaluate: ([input], { type }) =>
    eachPair(input!, input!, type, a => (type.kind === 'long' ? storedLong(~BigInt(a as number)) : ~(a as number))),
}

/** Shifts an int or a long; only the low 5 or 6 bits of the distance count, as in Java. */
function shift(name: string, of32: (a: number, by: number) => number, of64: (a: bigint, by: bigint) => bigint): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      const fits = args.length === 2 && args.every(isIntegral) && args[1]!.kind !== 'long'
      if (!fits) throw wrongArguments(name, 'an integer and an int', args)
      return args[0]!.kind === 'long' ? args[0]! : INTEGER
    },
    evaluate: ([left, right], { type }) =>
      eachPair(left!, right!, type, (a, by) =>
        type.kind === 'long'
          ? storedLong(BigInt.asIntN(64, of64(BigInt(a as number), BigInt((by as number) & 63))))
          : of32(a as number, by as number),
      ),
  }
}

/** How many bits are set; a negative number counts as 64 bits. */
const bitCount: Builtin = {
  name: 'bit_count',
  mayFail: false,
  type(args) {
    if (args.length !== 1 || (!isIntegral(args[0]!) && args[0]!.kind !== 'boolean'))
      throw wrongArguments('bit_count', 'an integer or boolean', args)
    return INTEGER
  },
  evaluate: ([input], { type }) =>
    eachPair(
      input!,
      input!,
      type,
      a =>
        BigInt.asUintN(64, BigInt(a as number))
          .toString(2)
          .replaceAll('0', '').length,
    ),
}

/** One bit, 0 or 1, counted from the right. */
const getbit: Builtin = {
  name: 'getbit',
  mayFail: true,
  type(args) {
    const fits = args.length === 2 && args.every(isIntegral) && args[1]!.kind !== 'long'
    if (!fits) throw wrongArguments('getbit', 'an integer and a position', args)
    return { kind: 'byte' }
  },
  evaluate([left, right], { type }) {
    const bits = BITS[left!.type.kind]!
    return eachPair(left!, right!, type, (a, position) => {
      const at = position as number
      if (at < 0 || at >= bits) {
        throw new SluiceError(
          'INVALID_OPTION',
          `[INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE] Cannot take bit ${at}: the position in getbit is 0 to ${bits - 1}. SQLSTATE: 22023`,
        )
      }
      return Number((BigInt(a as number) >> BigInt(at)) & 1n)
    })
  },
}

/** @see Spark `bitwiseExpressions.scala` */
export const BITWISE_BUILTINS: readonly Builtin[] = [
  bitwise(
    'bitwise_and',
    (a, b) => a & b,
    (a, b) => a & b,
  ),
  bitwise(
    'bitwise_or',
    (a, b) => a | b,
    (a, b) => a | b,
  ),
  bitwise(
    'bitwise_xor',
    (a, b) => a ^ b,
    (a, b) => a ^ b,
  ),
  bitwiseNot,
  shift(
    'shiftleft',
    (a, by) => a << by,
    (a, by) => a << by,
  ),
  shift(
    'shiftright',
    (a, by) => a >> by,
    (a, by) => a >> by,
  ),
  shift(
    'shiftrightunsigned',
    (a, by) => (a >>> by) | 0,
    (a, by) => BigInt.asUintN(64, a) >> by,
  ),
  bitCount,
  getbit,
]
