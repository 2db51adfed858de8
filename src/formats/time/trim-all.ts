/** A text without the blanks and control characters around it. By hand: a pattern for the end would be quadratic. @see Spark `UTF8String.trimAll` */
export function trimAll(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(c: number): boolean {
  return c <= 0x20 || c === 0x7f
}
