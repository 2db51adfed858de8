import { WRONG_TYPE } from './bad-value.ts'

/** @throws WRONG_TYPE beyond 64 bits */
export function longOf(digits: string): number | bigint {
  if (digits.length <= 15) return Number(digits) + 0
  const value = BigInt(digits)
  if (BigInt.asIntN(64, value) !== value) throw WRONG_TYPE
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Beyond 64 bits it wraps without a word, as in Spark. */
export function secondsAsMicros(seconds: number | bigint): number | bigint {
  const micros = Number(seconds) * 1e6
  return Number.isSafeInteger(micros) ? micros : BigInt.asIntN(64, BigInt(seconds) * 1_000_000n)
}
