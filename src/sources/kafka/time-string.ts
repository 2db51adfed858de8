import { SluiceError } from '../../util/error.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * Reads a time as Spark's Kafka options write it, `15m`, `5s`, `100ms`; without a unit it is milliseconds.
 *
 * @throws INVALID_OPTION
 * @see Spark `JavaUtils.timeStringAsMs`
 */
export function timeStringMs(option: string, text: string): number {
  const [, digits, unit] = /^(-?\d+)([a-z]+)?$/.exec(text.trim().toLowerCase()) ?? []
  const unitMs = UNIT_MS[unit ?? 'ms']
  if (digits !== undefined && unitMs !== undefined) return Math.trunc(Number(digits) * unitMs)
  throw new SluiceError(
    'INVALID_OPTION',
    `Cannot use ${option} "${text}": it is a whole number and a unit, such as 15m. Units: ${Object.keys(UNIT_MS).join(', ')}.`,
    { option },
  )
}
