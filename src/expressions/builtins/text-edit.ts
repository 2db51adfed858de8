import type { DataType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { charactersOf, countCharacters, hasRawBytes, javaString, overBytes } from './text-bytes.ts'
import { substringSql } from './text-parts.ts'
import { remembered, textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const MAX_INT = 0x7fffffff

/** The type of the first argument, which all texts and bytes among the arguments must have. */
const sameAsFirst =
  (name: string) =>
  (args: readonly DataType[]): DataType => {
    const [first, ...rest] = args.filter(({ kind }) => kind === 'string' || kind === 'binary')
    if (rest.some(({ kind }) => kind !== first!.kind)) throw wrongArguments(name, 'either texts or bytes', args)
    return first!
  }

/** Which ends lose what. */
function trimmer(leading: boolean, trailing: boolean): (text: string, characters?: string) => string {
  const setOf = remembered((characters: string) => new Set(charactersOf(characters)))
  return (text, characters = ' ') => {
    if (characters === ' ') return trimSpaces(text, leading, trailing)
    const [list, set] = [charactersOf(text), setOf(characters)]
    let [start, end] = [0, list.length]
    if (leading) while (start < end && set.has(list[start]!)) start++
    if (trailing) while (end > start && set.has(list[end - 1]!)) end--
    return list.slice(start, end).join('')
  }
}

function trimSpaces(text: string, leading: boolean, trailing: boolean): string {
  let [start, end] = [0, text.length]
  if (leading) while (start < end && text.charCodeAt(start) === 0x20) start++
  if (trailing) while (end > start && text.charCodeAt(end - 1) === 0x20) end--
  return text.slice(start, end)
}

type Joined<T> = (value: T, padding: T) => T

/** Brings a text to a length in characters; bytes likewise. @see Spark `UTF8String.lpad`, `ByteArray.lpad` */
function padded<T extends string | Uint8Array>(value: T, length: number, padding: T, join: Joined<T>): T {
  if (length <= 0) return substringSql(value, 1, 0)
  const missing = length - (typeof value === 'string' ? countCharacters(value) : value.length)
  const width = typeof padding === 'string' ? countCharacters(padding) : padding.length
  if (missing <= 0 || width === 0) return substringSql(value, 1, length)
  const times = Math.ceil(missing / width)
  const filled = (typeof padding === 'string' ? padding.repeat(times) : Buffer.concat(Array(times).fill(padding))) as T
  return join(value, substringSql(filled, 1, missing))
}

function joined<T extends string | Uint8Array>(a: T, b: T): T {
  return (typeof a === 'string' ? a + b : Buffer.concat([a, b as Uint8Array])) as T
}

/** Each character of the text is looked up; the first of two equal ones in `from` counts, and NUL stands for nothing. */
function translator(): (text: string, from: string, to: string) => string {
  const tableOf = remembered((from: string, to: string) => {
    const table = new Map<string, string>()
    const targets = Array.from(javaString(to))
    for (const [i, character] of Array.from(javaString(from)).entries()) {
      const target = targets[i] ?? ''
      if (!table.has(character)) table.set(character, target === '\0' ? '' : target)
    }
    return table
  })
  return (text, from, to) => {
    const table = tableOf(from, to)
    return Array.from(javaString(text), character => table.get(character) ?? character).join('')
  }
}

function overlay<T extends string | Uint8Array>(value: T, replacement: T, position: number, length: number): T {
  const size = typeof replacement === 'string' ? countCharacters(replacement) : replacement.length
  // The sum wraps in 32 bits, as Java's does.
  const rest = (position + (length >= 0 ? length : size)) | 0
  return joined(joined(substringSql(value, 1, (position - 1) | 0), replacement), substringSql(value, rest, MAX_INT))
}

const replaced = (text: string, search: string, replacement: string): string =>
  search === '' ? text : text.replaceAll(search, () => replacement)

/** The n-th part between delimiters, from the end where n is negative. @throws INVALID_OPTION for 0 */
function splitPart(text: string, delimiter: string, part: number): string {
  if (part === 0) {
    throw new SluiceError(
      'INVALID_OPTION',
      '[INVALID_INDEX_OF_ZERO] Cannot take part 0 of a text: parts count from 1, or from -1 at the end. SQLSTATE: 22003',
    )
  }
  const parts = delimiter === '' ? [javaString(text)] : javaString(text).split(javaString(delimiter))
  return parts.at(part > 0 ? part - 1 : part) ?? ''
}

/** Texts made of other texts. @see Spark `stringExpressions.scala` */
export const TEXT_EDIT_BUILTINS: readonly Builtin[] = [
  textFunction('trim', ['string', 'string'], STRING, trimmer(true, true), { optional: 1 }),
  textFunction('ltrim', ['string', 'string'], STRING, trimmer(true, false), { optional: 1 }),
  textFunction('rtrim', ['string', 'string'], STRING, trimmer(false, true), { optional: 1 }),
  textFunction('lpad', ['bytes', 'int', 'bytes'], sameAsFirst('lpad'), (value, length, padding) =>
    padded(value, length, padding, (text, filled) => joined(filled, text)),
  ),
  textFunction('rpad', ['bytes', 'int', 'bytes'], sameAsFirst('rpad'), (value, length, padding) =>
    padded(value, length, padding, joined),
  ),
  textFunction('repeat', ['string', 'int'], STRING, (text, times) => text.repeat(Math.max(times, 0))),
  textFunction('replace', ['string', 'string', 'string'], STRING, (...texts) =>
    texts.some(hasRawBytes) ? overBytes(texts, replaced) : replaced(...texts),
  ),
  textFunction('translate', ['string', 'string', 'string'], STRING, translator()),
  textFunction('overlay', ['bytes', 'bytes', 'int', 'int'], sameAsFirst('overlay'), overlay),
  textFunction('chr', ['long'], STRING, code => (Number(code) < 0 ? '' : String.fromCharCode(Number(BigInt(code) & 0xffn)))),
  textFunction('space', ['int'], STRING, count => ' '.repeat(Math.max(count, 0))),
  textFunction('split_part', ['string', 'string', 'int'], STRING, splitPart, { mayFail: true }),
]
