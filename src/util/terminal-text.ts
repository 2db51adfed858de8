/**
 * C0 and C1 control characters (among them ESC, that starts ANSI sequences), the marks that turn or hide text
 * (bidi, zero width, line and paragraph separators, tags) and lone surrogates.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text from a message, made safe to print: whatever could move the cursor, change colours, retitle the window, forge
 * a line or turn the reading direction is written as an escape (`\n`, `\u001b`). Everything else stays as it is.
 *
 * @returns one line of text
 * @example terminalText('a\u001b[2Jb\n') // 'a\\u001b[2Jb\\n'
 */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, found => SHORT[found] ?? escapeOf(found))
}

function escapeOf(found: string): string {
  const code = found.codePointAt(0)!
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}
