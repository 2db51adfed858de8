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
  const text = value.toExponential()
  const e = text.indexOf('e')
  const mantissa = text.slice(0, e)
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${text[e + 1] === '+' ? text.slice(e + 2) : text.slice(e + 1)}`
}
