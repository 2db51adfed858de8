/** How CSV is written. Names and meaning are Spark's CSV options. */
export interface CsvReadOptions {
  /** Whether the first line of each file names the columns; it is left out. Default false. */
  readonly header?: boolean
  /** Between fields. Default `,`. */
  readonly sep?: string
  /** Around fields that hold separators. Default `"`. */
  readonly quote?: string
  /** Before a quote within quotes. Default `\`. */
  readonly escape?: string
  /** A field of this text is null. Default: the empty one. */
  readonly nullValue?: string
  /** Between lines: one character, or two. Default: a line feed, a carriage return, or both. */
  readonly lineSep?: string
}

type Field = readonly [value: string | null, end: number]

/**
 * The fields of each line; `null` for nulls. Empty lines are none. A quote that ends in the middle of a field is part of
 * its text, and so is the one before it.
 *
 * @see Spark `CSVOptions`, `unescapedQuoteHandling` STOP_AT_DELIMITER
 */
export function parseCsv(text: string, options: CsvReadOptions = {}): (string | null)[][] {
  const { header = false, lineSep = /\r\n|[\r\n]/ } = options
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(lineSep)
    .filter(line => line.trim() !== '')
  return (header ? lines.slice(1) : lines).map(line => parseLine(line, options))
}

function parseLine(
  line: string,
  { sep = ',', quote = '"', escape: escapedBy = '\\', nullValue = '' }: CsvReadOptions,
): (string | null)[] {
  const fields: (string | null)[] = []
  const endFrom = (position: number) => {
    const end = line.indexOf(sep, position)
    return end < 0 ? line.length : end
  }

  function plain(start: number): Field {
    const end = endFrom(start)
    const value = line.slice(start, end)
    return [value === '' || value === nullValue ? null : value, end]
  }

  function quoted(start: number): Field {
    let value = ''
    for (let i = start + 1; i < line.length; i++) {
      const [char, next] = [line[i]!, line[i + 1]]
      if (char === escapedBy && (next === quote || (next === escapedBy && escapedBy !== quote))) {
        value += next
        i++
      } else if (char === escapedBy && escapedBy !== quote && next === undefined) break
      else if (char !== quote) value += char
      else {
        const after = i + 1 + /^[ \t]*/.exec(line.slice(i + 1))![0].length
        if (after === line.length || line.startsWith(sep, after)) return [value === nullValue ? null : value, after]
        const end = endFrom(i + 1)
        return [line.slice(start, end), end]
      }
    }
    return [value === nullValue ? null : value, line.length]
  }

  for (let position = 0; position <= line.length; ) {
    const [value, end] = line.startsWith(quote, position) ? quoted(position) : plain(position)
    fields.push(value)
    position = end + sep.length
  }
  return fields
}
