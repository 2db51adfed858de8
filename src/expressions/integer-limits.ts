const LIMITS = {
  byte: { min: -128, max: 127 },
  short: { min: -32_768, max: 32_767 },
  integer: { min: -2_147_483_648, max: 2_147_483_647 },
} as const

export const MIN_LONG = -(2n ** 63n)
export const MAX_LONG = 2n ** 63n - 1n

/** The least and the greatest value of an integer type that a double holds. */
export function integerLimits(kind: 'byte' | 'short' | 'integer'): { readonly min: number; readonly max: number } {
  return LIMITS[kind]
}

/** A 64-bit integer as it is stored: a number while it is safe, else a bigint. */
export function storedLong(value: bigint): number | bigint {
  const rounded = Number(value)
  return Number.isSafeInteger(rounded) ? rounded : value
}
