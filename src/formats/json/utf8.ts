/**
 * Bytes as text, the way Java's UTF-8 reader decodes them: what is not UTF-8 becomes U+FFFD. It differs from the
 * decoders of JavaScript in one thing: an encoded surrogate (ED A0 80) is one U+FFFD, not three.
 */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const decoded = bytes.toString('utf8', start, end)
  // What was not UTF-8 has left a U+FFFD. Most records are Latin-1 inside, and the search ends at once.
  if (!decoded.includes('\ufffd')) return decoded
  let text = ''
  let from = start
  for (let p = start; p < end; ) {
    const surrogate = bytes[p] === 0xed && p + 1 < end && (bytes[p + 1]! & 0xe0) === 0xa0
    if (!surrogate) {
      p++
      continue
    }
    text += `${bytes.toString('utf8', from, p)}\ufffd`
    p += p + 2 < end && (bytes[p + 2]! & 0xc0) === 0x80 ? 3 : 2
    from = p
  }
  return text + bytes.toString('utf8', from, end)
}

const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text as Java's `getBytes(UTF_8)` writes it: a surrogate without its partner becomes `?`. */
export function javaText(text: string): string {
  return SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '?') : text
}
