import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../../util/duration.ts'
import { messageOf } from '../../util/error.ts'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `1.5s`, `500ms`, `2m`, `1h`, `1d`, or in words: `90 seconds`. @returns milliseconds, not negative */
export function durationArgument(text: string): number {
  const short = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)$/.exec(text.trim())
  if (short !== null) return Math.round(Number(short[1]) * UNIT_MS[short[2]!]!)
  try {
    const ms = parseDuration(text) / 1000
    if (ms >= 0) return ms
  } catch {}
  throw new InvalidArgumentError('Write a duration such as 500ms, 90s, 2m, 1h or "90 seconds".')
}

/** A whole number from `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return text => {
    const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new InvalidArgumentError(
      least === Number.MIN_SAFE_INTEGER ? 'Write a whole number.' : `Write a whole number from ${least}.`,
    )
  }
}

/** A number above 0, or `max` for no limit. */
export function rateArgument(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY
  const rate = text.trim() === '' ? Number.NaN : Number(text)
  if (rate > 0 && Number.isFinite(rate)) return rate
  throw new InvalidArgumentError('Write a number above 0 (messages a second), or "max".')
}

/** A share of all messages: 0 to 1. */
export function shareArgument(text: string): number {
  const share = text.trim() === '' ? Number.NaN : Number(text)
  if (share >= 0 && share <= 1) return share
  throw new InvalidArgumentError('Write a share from 0 to 1, e.g. 0.2.')
}

/** A comma list of `host:port`. */
export function brokersArgument(text: string): readonly string[] {
  const brokers = text.split(',').map(broker => broker.trim())
  if (brokers.every(broker => /^[^\s:/]+:\d{1,5}$/.test(broker))) return brokers
  throw new InvalidArgumentError('Write host:port, or several with commas between them.')
}

/** Makes what a parser of the library refuses a refusal of the command line. */
export function argumentOf<T>(parse: (text: string) => T): (text: string) => T {
  return text => {
    try {
      return parse(text)
    } catch (thrown) {
      throw new InvalidArgumentError(messageOf(thrown))
    }
  }
}
