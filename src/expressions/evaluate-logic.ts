import type { BooleanVector, ColumnVector } from '../schema/column-vector.ts'

const BOOLEAN = { kind: 'boolean' } as const

/** AND: false wins over null. @see Spark docs, sql-ref-null-semantics */
export function andVectors(left: BooleanVector, right: BooleanVector): BooleanVector {
  return combine(left, right, 0)
}

/** OR: true wins over null. */
export function orVectors(left: BooleanVector, right: BooleanVector): BooleanVector {
  return combine(left, right, 1)
}

function combine(left: BooleanVector, right: BooleanVector, dominant: 0 | 1): BooleanVector {
  const length = left.length
  const values = new Uint8Array(length)
  if (left.validity === null && right.validity === null) {
    if (dominant === 0) for (let i = 0; i < length; i++) values[i] = left.values[i]! & right.values[i]!
    else for (let i = 0; i < length; i++) values[i] = left.values[i]! | right.values[i]!
    return { layout: 'boolean', type: BOOLEAN, length, validity: null, values }
  }
  const validity = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const leftKnown = left.validity === null || left.validity[i] === 1
    const rightKnown = right.validity === null || right.validity[i] === 1
    const decided = (leftKnown && left.values[i] === dominant) || (rightKnown && right.values[i] === dominant)
    validity[i] = decided || (leftKnown && rightKnown) ? 1 : 0
    values[i] = decided ? dominant : 1 - dominant
  }
  return { layout: 'boolean', type: BOOLEAN, length, validity, values }
}

export function notVector(input: BooleanVector): BooleanVector {
  const values = new Uint8Array(input.length)
  for (let i = 0; i < input.length; i++) values[i] = 1 - input.values[i]!
  return { ...input, values }
}

export function isNullVector(input: ColumnVector): BooleanVector {
  const values = new Uint8Array(input.length)
  if (input.validity !== null) for (let i = 0; i < input.length; i++) values[i] = 1 - input.validity[i]!
  return { layout: 'boolean', type: BOOLEAN, length: input.length, validity: null, values }
}

/** NULL-safe equality from plain equality: null equals null. */
export function nullSafe(equal: BooleanVector, left: ColumnVector, right: ColumnVector): BooleanVector {
  const values = new Uint8Array(equal.length)
  for (let i = 0; i < equal.length; i++) {
    const leftNull = left.validity !== null && left.validity[i] === 0
    const rightNull = right.validity !== null && right.validity[i] === 0
    values[i] = leftNull || rightNull ? (leftNull && rightNull ? 1 : 0) : equal.values[i]!
  }
  return { layout: 'boolean', type: BOOLEAN, length: equal.length, validity: null, values }
}
