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
  let hour = values[field.HOUR_OF_DAY]!
  let hourOfHalf = values[field.HOUR_OF_AMPM]!
  const half = values[field.AMPM_OF_DAY]!
  const clock = values[field.CLOCK_HOUR_OF_DAY]!
  if (!Number.isNaN(clock)) {
    if (clock < 1 || clock > 24) return NO
    const value = clock === 24 ? 0 : clock
    if (!Number.isNaN(hour) && hour !== value) return NO
    hour = value
  }
  const clockOfHalf = values[field.CLOCK_HOUR_OF_AMPM]!
  if (!Number.isNaN(clockOfHalf)) {
    if (clockOfHalf < 1 || clockOfHalf > 12) return NO
    const value = clockOfHalf === 12 ? 0 : clockOfHalf
    if (!Number.isNaN(hourOfHalf) && hourOfHalf !== value) return NO
    hourOfHalf = value
  }
  if (hourOfHalf < 0 || hourOfHalf > 11) return NO
  if (!Number.isNaN(hourOfHalf) && !Number.isNaN(half)) {
    const value = half * 12 + hourOfHalf
    if (!Number.isNaN(hour) && hour !== value) return NO
    hour = value
  } else if (!Number.isNaN(hour)) {
    if (!Number.isNaN(half) && half !== Math.floor(hour / 12)) return NO
    if (!Number.isNaN(hourOfHalf) && hourOfHalf !== hour % 12) return NO
  } else if (!Number.isNaN(hourOfHalf)) hour = hourOfHalf
  else hour = half === 1 ? 12 : 0
  const minute = valueOr0(values[field.MINUTE_OF_HOUR]!)
  const second = valueOr0(values[field.SECOND_OF_MINUTE]!)
  const nano = valueOr0(values[field.NANO_OF_SECOND]!)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return NO
  return (hour * 3600 + minute * 60 + second) * 1e9 + nano
}

function valueOr0(value: number): number {
  return Number.isNaN(value) ? 0 : value
}
