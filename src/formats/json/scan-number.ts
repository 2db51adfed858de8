/** Longest number that JSON readers take, in digits; counted here with its marks, to stay below. */
const MAX_LENGTH = 1000

/** Where the JSON number that starts at `start` ends; -1 when it is not one. */
export function scanNumber(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start
  let p = digitsEnd(bytes, first, end)
  if (p === first || (p > first + 1 && bytes[first] === 0x30)) return -1
  if (p < end && bytes[p] === 0x2e) {
    const fraction = p + 1
    p = digitsEnd(bytes, fraction, end)
    if (p === fraction) return -1
  }
  if (p < end && (bytes[p]! | 0x20) === 0x65) {
    p++
    if (p < end && (bytes[p] === 0x2b || bytes[p] === 0x2d)) p++
    const exponent = p
    p = digitsEnd(bytes, exponent, end)
    if (p === exponent) return -1
  }
  return p - start > MAX_LENGTH ? -1 : p
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let p = from
  while (p < end && (bytes[p]! - 0x30) >>> 0 <= 9) p++
  return p
}
