import { civilOf, yearText } from './civil.ts'

/** A day as Spark writes it: `yyyy-MM-dd`, with a sign beyond year 9999 and before year 0. */
export function formatDate(days: number): string {
  const { year, month, day } = civilOf(days)
  return `${yearText(year)}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}
