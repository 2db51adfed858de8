/** How CSV is written. Names and meaning are Spark's. */
export interface CsvWriteOptions {
  /** Whether each file begins with the names of the columns. Default false. */
  readonly header?: boolean
  /** Between two values; may be longer than a character. Default `,`. */
  readonly sep?: string
  /** Around a value with a separator, a quote or a line break in it. Default `"`. */
  readonly quote?: string
  /** Before a quote inside of quotes. Default `\`. */
  readonly escape?: string
  /** Before an escape inside of quotes. Default: `escape`, where that is not the quote. */
  readonly charToEscapeQuoteEscaping?: string
  /** Whether a value with a quote in it stands in quotes. Default true. */
  readonly escapeQuotes?: boolean
  /** Whether all values stand in quotes, nulls too. Default false. */
  readonly quoteAll?: boolean
  /** For null. Default nothing. */
  readonly nullValue?: string
  /** For a text of no length. Default `""`. */
  readonly emptyValue?: string
  /** Whether white space at the beginning of a value is left out. Default true. */
  readonly ignoreLeadingWhiteSpace?: boolean
  /** Whether white space at the end of a value is left out. Default true. */
  readonly ignoreTrailingWhiteSpace?: boolean
  /** Quoted where it begins a line. Default `#`. */
  readonly comment?: string
  /** Java pattern for moments. Default `yyyy-MM-dd'T'HH:mm:ss[.SSS][XXXXX]`. */
  readonly timestampFormat?: string
  /** Java pattern for days. Default `yyyy-MM-dd`. */
  readonly dateFormat?: string
  /** One character, or two. With two a line feed inside of a value becomes them, too. Default a line feed. */
  readonly lineSep?: string
}

/** The default for a text of no length is written as it stands, whatever the quote. */
const TWO_QUOTES = '""'

/**
 * Makes lines of CSV, each with its end, out of values as text; null is null. A line with nothing on it is left out.
 *
 * @see Spark `UnivocityGenerator`; univocity-parsers `CsvWriter`
 */
export function csvLine(options: CsvWriteOptions): (values: readonly (string | null)[]) => string {
  const { sep = ',', quote = '"', escapeQuotes = true, quoteAll = false } = options
  const escaping = options.escape ?? '\\'
  const { nullValue = '', emptyValue = TWO_QUOTES, comment = '#', lineSep = '\n' } = options
  const escapeOfEscape = options.charToEscapeQuoteEscaping ?? (escaping === quote ? '' : escaping)
  // Univocity's "normalized newline" is the separator where that is one character, else a line feed.
  const lineFeed = lineSep.length === 2 ? lineSep : '\n'
  const leading = (options.ignoreLeadingWhiteSpace ?? true) ? /^[\0-\x20]+/ : null
  const trailing = (options.ignoreTrailingWhiteSpace ?? true) ? /[\0-\x20]+$/ : null

  function quoted(text: string): string {
    let inside = ''
    for (const character of text) {
      if (character === quote) inside += escaping
      else if (character === escaping) inside += escapeOfEscape
      inside += character === '\n' ? lineFeed : character
    }
    return quote + inside + quote
  }

  function valueText(value: string | null, isFirst: boolean): string {
    if (value === null) return withQuotes(nullValue, isFirst)
    let text = leading === null ? value : value.replace(leading, '')
    if (trailing !== null) text = text.replace(trailing, '')
    if (text !== '') return withQuotes(text, isFirst)
    return emptyValue === TWO_QUOTES ? TWO_QUOTES : withQuotes(emptyValue, isFirst)
  }

  function withQuotes(text: string, isFirst: boolean): string {
    const needsQuotes =
      text.includes(sep) ||
      /[\n\r]/.test(text) ||
      text.includes(lineSep[0]!) ||
      text.includes(lineSep.at(-1)!) ||
      text.startsWith(quote) ||
      (escapeQuotes && text.includes(quote)) ||
      (isFirst && text.startsWith(comment))
    return quoteAll || needsQuotes ? quoted(text) : text
  }

  return values => {
    const line = values.map((value, i) => valueText(value, i === 0)).join(sep)
    return line === '' ? '' : line + lineSep
  }
}
