import { civilOf, daysOf, isCivil } from '../civil.ts'
import * as field from './element.ts'

const MAX_YEAR = 999_999_999
const NO = Number.NaN

/** Days since 1970-01-01, NaN for fields that are no day: what is not said is 1970, January, the first. */
export function resolveDays(values: Float64Array): number {
  const year = yearOf(values)
  if (year === null) return NO
  const month = values[field.MONTH_OF_YEAR]!
  const day = values[field.DAY_OF_MONTH]!
  const dayOfYear = values[field.DAY_OF_YEAR]!
  const isWhole = !Number.isNaN(month) && !Number.isNaN(day) && !Number.isNaN(year.said)
  if (!isWhole && !Number.isNaN(dayOfYear)) {
    const days = daysOf(year.value, 1, 1) + dayOfYear - 1
    const civil = civilOf(days)
    const agrees = (Number.isNaN(month) || month === civil.month) && (Number.isNaN(day) || day === civil.day)
    return dayOfYear >= 1 && civil.year === year.value && agrees ? days : NO
  }
  const monthOrFirst = Number.isNaN(month) ? 1 : month
  const dayOrFirst = Number.isNaN(day) ? 1 : day
  if (!isCivil(year.value, monthOrFirst, dayOrFirst)) return NO
  const days = daysOf(year.value, monthOrFirst, dayOrFirst)
  return Number.isNaN(dayOfYear) || days - daysOf(year.value, 1, 1) + 1 === dayOfYear ? days : NO
}

/** `said` is NaN where the text gave no year: a year of an era without its era does not count. */
function yearOf(values: Float64Array): { readonly said: number; readonly value: number } | null {
  const ofEra = values[field.YEAR_OF_ERA]!
  const era = values[field.ERA]!
  let said = values[field.YEAR]!
  if (!Number.isNaN(ofEra)) {
    if (ofEra < 1 || ofEra > MAX_YEAR) return null
    if (!Number.isNaN(era)) said = era === 1 ? ofEra : 1 - ofEra
  }
  if (Math.abs(said) > MAX_YEAR) return null
  return { said, value: Number.isNaN(said) ? 1970 : said }
}

/** Nanoseconds of the day, NaN for fields that are no time: what is not said is zero. @see java.time.format.Parsed */
export function resolveNanos(values: Float64Array): number {
  const hours = hoursOf(values)
  if (hours === null) return NO
  const { ofDay, ofHalf, half } = hours
  let hour = ofDay
  if (Number.isNaN(ofDay)) hour = Number.isNaN(ofHalf) ? half * 12 : ofHalf
  else if (!hasGap(values)) {
    if (!Number.isNaN(half) && half !== Math.floor(ofDay / 12)) return NO
    if (!Number.isNaN(ofHalf) && ofHalf !== ofDay % 12) return NO
  }
  hour = valueOr0(hour)
  const minute = valueOr0(values[field.MINUTE_OF_HOUR]!)
  const second = valueOr0(values[field.SECOND_OF_MINUTE]!)
  const nano = valueOr0(values[field.NANO_OF_SECOND]!)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return NO
  if (Number.isNaN(ofDay) && ofHalf > 11) return NO
  return (hour * 3600 + minute * 60 + second) * 1e9 + nano
}

/**
 * Whether Java puts the fields together at all: a day takes no time from them, but what cannot be fails.
 *
 * @param maxOffset seconds of the largest offset there is
 */
export function isPossible(values: Float64Array, maxOffset: number): boolean {
  const hours = hoursOf(values)
  if (hours === null) return false
  const hasHour = !Number.isNaN(hours.ofDay)
  if (hasHour && hasGap(values)) return true
  if (Number.isNaN(resolveNanos(values))) return false
  const has = (of: number) => !Number.isNaN(values[of]!)
  const hasDay = has(field.YEAR) && ((has(field.MONTH_OF_YEAR) && has(field.DAY_OF_MONTH)) || has(field.DAY_OF_YEAR))
  // Only a whole moment is looked at with its offset.
  return !(hasHour && hasDay && Math.abs(values[field.OFFSET_SECONDS]!) > maxOffset)
}

interface Hours {
  readonly ofDay: number
  readonly ofHalf: number
  readonly half: number
}

/** The hour in the three ways of saying it, NaN each where it is not said; null where they contradict. */
function hoursOf(values: Float64Array): Hours | null {
  let ofDay = values[field.HOUR_OF_DAY]!
  let ofHalf = values[field.HOUR_OF_AMPM]!
  const half = values[field.AMPM_OF_DAY]!
  const clock = values[field.CLOCK_HOUR_OF_DAY]!
  if (!Number.isNaN(clock)) {
    if (clock < 1 || clock > 24 || contradicts(ofDay, clock % 24)) return null
    ofDay = clock % 24
  }
  const clockOfHalf = values[field.CLOCK_HOUR_OF_AMPM]!
  if (!Number.isNaN(clockOfHalf)) {
    if (clockOfHalf < 1 || clockOfHalf > 12 || contradicts(ofHalf, clockOfHalf % 12)) return null
    ofHalf = clockOfHalf % 12
  }
  if (Number.isNaN(ofHalf) || Number.isNaN(half)) return { ofDay, ofHalf, half }
  const hour = half * 12 + ofHalf
  if (ofHalf < 0 || ofHalf > 11 || contradicts(ofDay, hour)) return null
  return { ofDay: hour, ofHalf: NO, half: NO }
}

function contradicts(said: number, value: number): boolean {
  return !Number.isNaN(said) && said !== value
}

/** A time without minutes but with seconds, or without seconds but with a fraction: Java leaves it alone, whatever its parts. */
function hasGap(values: Float64Array): boolean {
  const hasSecond = !Number.isNaN(values[field.SECOND_OF_MINUTE]!)
  const hasNano = !Number.isNaN(values[field.NANO_OF_SECOND]!)
  return Number.isNaN(values[field.MINUTE_OF_HOUR]!) ? hasSecond || hasNano : !hasSecond && hasNano
}

function valueOr0(value: number): number {
  return Number.isNaN(value) ? 0 : value
}
