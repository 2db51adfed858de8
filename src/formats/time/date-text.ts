import { daysOf, isCivil } from './civil.ts'
import { trimAll } from './trim-all.ts'

const DATE = /^([+-])?(\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s

/**
 * Text as a day, by the grammar of `CAST(text AS DATE)`: `[+-]yyyy[yyy][-[m]m[-[d]d]]`; what follows a blank or `T`
 * after the day is not looked at.
 *
 * @returns days since 1970-01-01, null for any other text
 * @see Spark `SparkDateTimeUtils.stringToDate`
 */
export function parseDate(text: string): number | null {
  const match = DATE.exec(trimAll(text))
  if (match === null) return null
  const year = Number(match[2]) * (match[1] === '-' ? -1 : 1)
  const month = Number(match[3] ?? 1)
  const day = Number(match[4] ?? 1)
  if (!isCivil(year, month, day)) return null
  const days = daysOf(year, month, day)
  return days === (days | 0) ? days : null
}
