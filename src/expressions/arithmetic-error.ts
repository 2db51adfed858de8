import { SluiceError } from '../util/error.ts'

const TRY = { plus: 'tryAdd', minus: 'trySubtract', multiply: 'tryMultiply', divide: 'tryDivide', mod: 'tryMod' } as const

/** The operators of an error: those of columns and the functions over integers. */
export type Operation = keyof typeof TRY | 'negative' | 'abs' | 'div' | 'round' | 'conv' | 'add_months'

const hint = (operation: Operation) =>
  operation in TRY ? ` Use \`${TRY[operation as keyof typeof TRY]}\` to get null instead.` : ''

/** A whole number beyond its type. Spark has an own condition for bytes and shorts. */
export function overflow(operation: Operation, typeName = 'integer'): SluiceError {
  const condition =
    (typeName === 'tinyint' || typeName === 'smallint') && operation in TRY ? 'BINARY_ARITHMETIC_OVERFLOW' : 'ARITHMETIC_OVERFLOW'
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    `[${condition}] ${typeName} overflow in ${operation}: cast to a wider type first.${hint(operation)} SQLSTATE: 22003`,
  )
}

export function divideByZero(): SluiceError {
  return new SluiceError(
    'DIVIDE_BY_ZERO',
    '[DIVIDE_BY_ZERO] Division by zero. Use `tryDivide` to get null instead, or filter the zeros out first. SQLSTATE: 22012',
  )
}

export function remainderByZero(): SluiceError {
  return new SluiceError(
    'DIVIDE_BY_ZERO',
    '[REMAINDER_BY_ZERO] Remainder by zero. Use `tryMod` to get null instead, or filter the zeros out first. SQLSTATE: 22012',
  )
}

/** A decimal that needs more digits than its type has. @param text the number itself, as decimal text */
export function outOfDecimalRange(
  text: string,
  typeName: string,
  {
    suggestion = true,
    code = 'ARITHMETIC_OVERFLOW' as const,
  }: { suggestion?: boolean; code?: 'ARITHMETIC_OVERFLOW' | 'CAST_OVERFLOW' } = {},
): SluiceError {
  return new SluiceError(
    code,
    `[NUMERIC_VALUE_OUT_OF_RANGE.${suggestion ? 'WITH' : 'WITHOUT'}_SUGGESTION] ${text} cannot be represented as ${typeName}: ` +
      'take a decimal with more digits before the point. SQLSTATE: 22003',
  )
}

/** A moment beyond 64 bits of microseconds; Spark has no condition for it. */
export function longOverflow(): SluiceError {
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    'Cannot compute a timestamp: long overflow, it lies beyond 64 bits of microseconds.',
  )
}
