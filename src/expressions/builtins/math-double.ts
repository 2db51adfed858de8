import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { bothValid, doublesOf } from '../numbers-of.ts'
import { isNumeric } from '../numeric-type.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { atan2, cbrt, cosh, exp, hypot, tanh } from './math-fdlibm.ts'
import { pow } from './math-pow.ts'

const DOUBLE = { kind: 'double' } as const
const LOG_2 = Math.log(2)

/** A function of one number that is computed in doubles; null where it gives null. */
function ofOne(name: string, apply: (x: number) => number | null): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 1 || !isNumeric(args[0]!)) throw wrongArguments(name, 'one number', args)
      return DOUBLE
    },
    evaluate: ([input], { numRows }) => {
      const numbers = doublesOf(input!)
      return computed(numRows, input!.validity, row => apply(numbers[row]!))
    },
  }
}

/** A function of two numbers. */
function ofTwo(name: string, apply: (x: number, y: number) => number | null): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 2 || !args.every(isNumeric)) throw wrongArguments(name, 'two numbers', args)
      return DOUBLE
    },
    evaluate: ([left, right], { numRows }) => {
      const [a, b] = [doublesOf(left!), doublesOf(right!)]
      return computed(numRows, bothValid(left!.validity, right!.validity, numRows), row => apply(a[row]!, b[row]!))
    },
  }
}

function computed(length: number, given: Uint8Array | null, apply: (row: number) => number | null): ColumnVector {
  const values = new Float64Array(length)
  let validity = given
  for (let row = 0; row < length; row++) {
    if (given !== null && given[row] === 0) continue
    const value = apply(row)
    if (value !== null) values[row] = value
    else {
      if (validity === given) validity = given?.slice() ?? new Uint8Array(length).fill(1)
      validity![row] = 0
    }
  }
  return { layout: 'float64', type: DOUBLE, length, validity, values }
}

/** Null where there is no logarithm: at and below `limit`. */
const above = (limit: number, apply: (x: number) => number) => (x: number) => (x <= limit ? null : apply(x))

/** To the nearest whole number, halves to the even one. @see Java `Math.rint` */
function rint(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest !== 0.5) return rest < 0.5 || !Number.isFinite(x) ? withSign(floor, x) : withSign(floor + 1, x)
  return withSign(floor % 2 === 0 ? floor : floor + 1, x)
}

const withSign = (result: number, x: number): number => (result === 0 && (x < 0 || Object.is(x, -0)) ? -0 : result)

function asinh(x: number): number {
  return x === Number.NEGATIVE_INFINITY ? x : Math.asinh(x)
}

const isnan: Builtin = {
  name: 'isnan',
  mayFail: false,
  type(args) {
    if (args.length !== 1 || (args[0]!.kind !== 'double' && args[0]!.kind !== 'float'))
      throw wrongArguments('isnan', 'a double or float', args)
    return { kind: 'boolean' }
  },
  evaluate: ([input], { numRows }) => {
    const numbers = doublesOf(input!)
    const values = new Uint8Array(numRows)
    for (let row = 0; row < numRows; row++) values[row] = !isNullAt(input!, row) && Number.isNaN(numbers[row]!) ? 1 : 0
    return { layout: 'boolean', type: { kind: 'boolean' }, length: numRows, validity: null, values }
  },
}

/**
 * Functions over doubles; to the last bit those of Java's StrictMath, but for sin, cos, tan and what is made of them, which depend on the
 * processor in Java too.
 *
 * @see Spark `mathExpressions.scala`
 */
export const DOUBLE_BUILTINS: readonly Builtin[] = [
  ofOne('sqrt', Math.sqrt),
  ofOne('cbrt', cbrt),
  ofOne('exp', exp),
  ofOne('expm1', Math.expm1),
  ofOne('ln', above(0, Math.log)),
  ofOne('log10', above(0, Math.log10)),
  ofOne(
    'log2',
    above(0, x => Math.log(x) / LOG_2),
  ),
  ofOne('log1p', above(-1, Math.log1p)),
  ofOne('sin', Math.sin),
  ofOne('cos', Math.cos),
  ofOne('tan', Math.tan),
  ofOne('cot', x => 1 / Math.tan(x)),
  ofOne('sec', x => 1 / Math.cos(x)),
  ofOne('csc', x => 1 / Math.sin(x)),
  ofOne('asin', Math.asin),
  ofOne('acos', Math.acos),
  ofOne('atan', Math.atan),
  ofOne('sinh', Math.sinh),
  ofOne('cosh', cosh),
  ofOne('tanh', tanh),
  ofOne('asinh', asinh),
  ofOne('acosh', Math.acosh),
  ofOne('atanh', x => 0.5 * (Math.log1p(x) - Math.log1p(-x))),
  ofOne('degrees', x => x * 57.29577951308232),
  ofOne('radians', x => x * 0.017453292519943295),
  ofOne('rint', rint),
  ofOne('signum', Math.sign),
  ofTwo('power', pow),
  ofTwo('atan2', (y, x) => atan2(y + 0, x + 0)),
  ofTwo('hypot', hypot),
  ofTwo('log', (base, x) => (base <= 0 || x <= 0 ? null : Math.log(x) / Math.log(base))),
  isnan,
]
