import { nearestFloat } from './nearest-float.ts'

/**
 * A double as Java's `Double.toString` lays it out: plain between 1e-3 and 1e7 with at least one digit after the
 * point (`500.0`), else `1.0E7`, `1.2E-4`; `NaN`, `Infinity`, `-0.0`. The digits are the shortest that parse back to
 * the same double, as in Java since 19.
 */
export function javaDoubleText(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (!Number.isFinite(value)) return String(value)
  return scientific(value.toExponential(), value, Number)
}

/** A float as Java's `Float.toString` writes it: the shortest digits that parse back to the same float, laid out as a double's. */
export function javaFloatText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return javaDoubleText(value)
  const shortest = shortestFloat(value)
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-3 && magnitude < 1e7) return javaDoubleText(Number(shortest))
  return scientific(shortest, value, nearestFloat)
}

/** Java gives two digits also where one would do: 4.9E-324, not 5.0E-324. */
function scientific(shortest: string, value: number, parse: (text: string) => number): string {
  const two = shortest.includes('.') ? shortest : value.toExponential(1)
  const text = parse(two) === value ? two : shortest
  const e = text.indexOf('e')
  const mantissa = text.slice(0, e)
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${text[e + 1] === '+' ? text.slice(e + 2) : text.slice(e + 1)}`
}

/** Nine digits tell every float from every other. */
function shortestFloat(value: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = evenAtTie(value, digits)
    if (nearestFloat(text) === value) return withoutZeros(text)
    // Below a power of two floats lie closer: the number of this length that reads back may not be the nearest one.
    const next = oneFarther(text)
    if (nearestFloat(next) === value) return withoutZeros(next)
  }
  return value.toExponential(8)
}

/** `toExponential`, but half way between two numbers the one with the even last digit, as Java takes it. */
function evenAtTie(value: number, digits: number): string {
  const text = value.toExponential(digits)
  const [mantissa = '', exponent] = text.split('e')
  const last = Number(mantissa.at(-1))
  if (last % 2 === 0 || !/^50*e/.test(value.toExponential(40).slice(mantissa.length + (digits === 0 ? 1 : 0)))) return text
  return `${mantissa.slice(0, -1)}${last - 1}e${exponent}`
}

/** The number of as many digits that is next, away from zero. */
function oneFarther(text: string): string {
  const [mantissa = '', exponent = ''] = text.split('e')
  const digits = mantissa.replace('.', '').replace('-', '')
  const next = String(Number(digits) + 1)
  const grown = next.length - digits.length
  const sign = text.startsWith('-') ? '-' : ''
  return `${sign}${next[0]}${next.length > 1 ? `.${next.slice(1)}` : ''}e${Number(exponent) + grown}`
}

function withoutZeros(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  return `${mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa}e${exponent}`
}
