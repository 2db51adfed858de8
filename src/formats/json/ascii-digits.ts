const DIGIT = /\p{Nd}/u

/** Decimal digits of any script as `0` to `9`, as Java's number parsers read them. */
export function asciiDigits(text: string): string {
  return DIGIT.test(text) ? text.replace(/[^\P{Nd}0-9]/gu, digit => (digit.length > 1 ? digit : String(digitOf(digit)))) : text
}

/** Unicode keeps the ten digits of a script together, in order. */
function digitOf(digit: string): number {
  const code = digit.charCodeAt(0)
  let value = 0
  while (value < 9 && DIGIT.test(String.fromCharCode(code - value - 1))) value++
  return value
}
