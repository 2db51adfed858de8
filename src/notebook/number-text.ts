/** Digits after the point that a table shows at most; the exact value is in the tooltip. */
const MAX_FRACTION_DIGITS = 4

/** @example shortNumber(1234567) // '1.2M' */
export function shortNumber(value: number): string {
  const units = ['', 'k', 'M', 'G', 'T']
  let scaled = value
  let unit = 0
  while (Math.abs(scaled) >= 999.5 && unit < units.length - 1) {
    scaled /= 1000
    unit++
  }
  if (unit === 0) return String(Math.round(scaled))
  return `${Math.abs(scaled) < 9.95 ? scaled.toFixed(1) : Math.round(scaled)}${units[unit]}`
}

/**
 * Thousands separated in a written number that has at least `minDigits` before the point.
 *
 * @example groupDigits('-12345.678') // '-12,345.678'
 */
export function groupDigits(number: string, minDigits = 4): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(number)
  if (match === null || match[2]!.length < minDigits) return number
  return `${match[1]}${match[2]!.replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`
}

/** Separates thousands in a column of written numbers once one of them has five digits: years and ports stay as they are. */
export function groupColumn(numbers: readonly string[]): string[] {
  const isLarge = numbers.some(number => /^-?\d{5,}(\.\d+)?$/.test(number))
  return numbers.map(number => (isLarge ? groupDigits(number) : number))
}

/** How many digits after the point a column needs, at most 4: then its numbers stand point below point. */
export function fractionDigits(values: Iterable<number | null>): number {
  let digits = 0
  for (const value of values) {
    if (value === null || !isPlain(value)) continue
    const rounded = String(Number(value.toFixed(MAX_FRACTION_DIGITS)))
    const point = rounded.indexOf('.')
    if (point >= 0 && !rounded.includes('e')) digits = Math.max(digits, rounded.length - point - 1)
  }
  return digits
}

/** A double for the eye: `digits` after the point; very large and very small ones with an exponent. */
export function doubleText(value: number, digits: number): string {
  if (!isPlain(value)) return Number.isFinite(value) ? value.toExponential(4) : String(value)
  return value.toFixed(digits)
}

function isPlain(value: number): boolean {
  return value === 0 || (Math.abs(value) < 1e15 && Math.abs(value) >= 1e-4)
}
