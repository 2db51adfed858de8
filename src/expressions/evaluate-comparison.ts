import { bytesAt } from '../schema/byte-values.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { BooleanVector, ColumnVector, Utf8Vector } from '../schema/column-vector.ts'
import { storedAt } from '../schema/stored-at.ts'
import { widerNumber } from './arithmetic-type.ts'
import { compareStored } from './compare-stored.ts'
import { atScale } from './decimal-math.ts'
import { unscaledOf } from './evaluate-decimal.ts'
import type { ComparisonOperator } from './node.ts'
import { bothValid, doublesOf, numbersOf } from './numbers-of.ts'

const HOLDS: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  eq: order => order === 0,
  notEqual: order => order !== 0,
  lt: order => order < 0,
  leq: order => order <= 0,
  gt: order => order > 0,
  geq: order => order >= 0,
}

const BOOLEAN = { kind: 'boolean' } as const

/**
 * Compares row by row; null where a side is null.
 *
 * @see Spark docs, sql-ref-null-semantics; NaN and -0.0 as in `compareStored`
 */
export function compareVectors(operator: ComparisonOperator, left: ColumnVector, right: ColumnVector): BooleanVector {
  const length = left.length
  const values = new Uint8Array(length)
  const validity = bothValid(left.validity, right.validity, length)
  const asDoubles = left.layout === 'float64' || right.layout === 'float64'
  const [a, b] = [numbersOf(left, asDoubles), numbersOf(right, asDoubles)]
  if (a !== null && b !== null) compareNumbers(operator, a, b, values, length)
  else {
    const holds = HOLDS[operator]
    const isText = left.layout === 'utf8' && right.layout === 'utf8'
    const isDecimal = left.layout === 'decimal' || right.layout === 'decimal'
    const orderOf = isDecimal ? decimalOrders(left, right) : (row: number) => compareAcross(left, right, row)
    for (let row = 0; row < length; row++) {
      if (validity !== null && validity[row] === 0) continue
      const order = isText ? Buffer.compare(entryAt(left, row), entryAt(right, row)) : orderOf(row)
      values[row] = holds(order) ? 1 : 0
    }
  }
  return { layout: 'boolean', type: BOOLEAN, length, validity, values }
}

/** Compares every row with one value. Text is compared once per dictionary entry, not once per row. */
export function compareWithValue(operator: ComparisonOperator, left: ColumnVector, value: Stored): BooleanVector | null {
  const length = left.length
  const numbers = numbersOf(left)
  if (numbers !== null && typeof value === 'number') {
    const values = new Uint8Array(length)
    compareNumbers(operator, numbers, new Float64Array(length).fill(value), values, length)
    return { layout: 'boolean', type: BOOLEAN, length, validity: left.validity, values }
  }
  if (left.layout === 'utf8' && left.codes !== null && typeof value === 'string')
    return compareEntries(operator, left, left.codes, value)
  return null
}

function compareEntries(operator: ComparisonOperator, left: Utf8Vector, codes: Int32Array, value: string): BooleanVector {
  const holds = HOLDS[operator]
  const UNKNOWN = 2
  const bytes = Buffer.from(value, 'utf8')
  const perEntry = new Uint8Array(left.dictionary.length).fill(UNKNOWN)
  const values = new Uint8Array(left.length)
  for (let row = 0; row < left.length; row++) {
    if (left.validity !== null && left.validity[row] === 0) continue
    const entry = codes[row]!
    if (perEntry[entry] === UNKNOWN) perEntry[entry] = holds(Buffer.compare(bytesAt(left.dictionary, entry), bytes)) ? 1 : 0
    values[row] = perEntry[entry]!
  }
  return { layout: 'boolean', type: BOOLEAN, length: left.length, validity: left.validity, values }
}

type Numbers = Float64Array | Int32Array | Uint8Array

// NaN is above every number in Spark, so each loop takes the JavaScript operator and then what it misses for NaN (x !== x).
function compareNumbers(operator: ComparisonOperator, a: Numbers, b: Numbers, values: Uint8Array, length: number): void {
  switch (operator) {
    case 'eq':
      for (let i = 0; i < length; i++) values[i] = a[i]! === b[i]! || (Number.isNaN(a[i]!) && Number.isNaN(b[i]!)) ? 1 : 0
      break
    case 'notEqual':
      for (let i = 0; i < length; i++) values[i] = a[i]! === b[i]! || (Number.isNaN(a[i]!) && Number.isNaN(b[i]!)) ? 0 : 1
      break
    case 'gt':
      for (let i = 0; i < length; i++) values[i] = a[i]! > b[i]! || (Number.isNaN(a[i]!) && !Number.isNaN(b[i]!)) ? 1 : 0
      break
    case 'geq':
      for (let i = 0; i < length; i++) values[i] = a[i]! >= b[i]! || Number.isNaN(a[i]!) ? 1 : 0
      break
    case 'lt':
      for (let i = 0; i < length; i++) values[i] = a[i]! < b[i]! || (Number.isNaN(b[i]!) && !Number.isNaN(a[i]!)) ? 1 : 0
      break
    case 'leq':
      for (let i = 0; i < length; i++) values[i] = a[i]! <= b[i]! || Number.isNaN(b[i]!) ? 1 : 0
      break
  }
}

/** The bytes of a row's text. Decoded, all that is not UTF-8 would be the same. */
const entryAt = ({ dictionary, codes }: Utf8Vector, row: number): Uint8Array =>
  bytesAt(dictionary, codes === null ? row : codes[row]!)

/** Orders row `row` of two vectors of one kind, or of whole numbers. */
function compareAcross(left: ColumnVector, right: ColumnVector, row: number): number {
  return compareStored(storedAt(left, row), storedAt(right, row))
}

/**
 * Where one side is a decimal: both are brought to the decimal that holds both, or to doubles beside a double. Where that decimal would need
 * more than 38 digits it has fewer after the point, so 0 and 0.4 may be equal, as in Spark.
 */
function decimalOrders(left: ColumnVector, right: ColumnVector): (row: number) => number {
  const common = widerNumber(left.type, right.type)
  if (common?.kind !== 'decimal') {
    const [a, b] = [doublesOf(left), doublesOf(right)]
    return row => compareStored(a[row]!, b[row]!)
  }
  const [a, b] = [unscaledOf(left), unscaledOf(right)]
  return row => compareStored(atScale(a.values[row]!, a.scale, common.scale), atScale(b.values[row]!, b.scale, common.scale))
}
