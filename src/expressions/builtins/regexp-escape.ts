import { type CharSet, complement } from './regexp-char-set.ts'
import { END, PatternCursor, QUOTED, textOf } from './regexp-cursor.ts'
import { PatternError } from './regexp-node.ts'
import { propertySet, SHORTHANDS, UNICODE_SHORTHANDS } from './regexp-properties.ts'

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }

/** Escapes that mean a character or a set of them. @see Java `Pattern.escape` */
export class PatternEscapes extends PatternCursor {
  /** The character or the set of an escape; the cursor is at its backslash. */
  protected escapedSet(): number | CharSet {
    this.position++
    const point = this.points[this.position++] ?? END
    if (point === END) throw new PatternError('Unexpected internal error')
    if (point >= QUOTED) return point - QUOTED
    const letter = String.fromCodePoint(point)
    const lower = letter.toLowerCase()
    if (lower === 'p') return this.property(letter === 'P')
    if ('dswhv'.includes(lower)) {
      const set = this.flags.has('U') && 'dsw'.includes(lower) ? UNICODE_SHORTHANDS[lower]!() : SHORTHANDS[lower]!
      return letter === lower ? set : complement(set)
    }
    if (Object.hasOwn(SIMPLE_ESCAPES, letter)) return SIMPLE_ESCAPES[letter]!
    if (letter === '0') return this.octal()
    if (letter === 'x') return this.hexadecimal()
    if (letter === 'u') return this.unicodeEscape()
    if (letter === 'c') {
      const control = this.points[this.position++] ?? END
      if (control === END) throw new PatternError('Illegal control escape sequence')
      return control ^ 64
    }
    if (/[A-Za-z1-9]/.test(letter)) throw new PatternError(`Illegal/unsupported escape sequence \\${letter}`)
    return point
  }

  private property(negated: boolean): CharSet {
    let name = textOf(this.points[this.position++] ?? END)
    if (name === '{') {
      const end = this.points.indexOf(0x7d, this.position)
      if (end === -1) throw new PatternError('Unclosed character family')
      name = this.points.slice(this.position, end).map(textOf).join('')
      this.position = end + 1
    }
    const set = propertySet(name, this.flags.has('i'), this.flags.has('U'))
    if (set === null) throw new PatternError(`Unknown character property name {${name}}`)
    return negated ? complement(set) : set
  }

  private digits(radix: number, most: number): string {
    let digits = ''
    while (digits.length < most && Number.parseInt(textOf(this.points[this.position] ?? END), radix) >= 0)
      digits += textOf(this.points[this.position++]!)
    return digits
  }

  private octal(): number {
    const digits = this.digits(8, 3)
    if (digits === '') throw new PatternError('Illegal octal escape sequence')
    if (Number.parseInt(digits, 8) <= 0xff) return Number.parseInt(digits, 8)
    this.position--
    return Number.parseInt(digits.slice(0, 2), 8)
  }

  private hexadecimal(): number {
    const braced = textOf(this.points[this.position] ?? END) === '{'
    if (braced) this.position++
    const digits = this.digits(16, braced ? 8 : 2)
    if (braced && textOf(this.points[this.position++] ?? END) !== '}')
      throw new PatternError('Unclosed hexadecimal escape sequence')
    const value = Number.parseInt(digits, 16)
    if (digits.length < (braced ? 1 : 2) || value > 0x10ffff) throw new PatternError('Illegal hexadecimal escape sequence')
    return value
  }

  private unicodeEscape(): number {
    const one = () => {
      const digits = this.digits(16, 4)
      if (digits.length < 4) throw new PatternError('Illegal Unicode escape sequence')
      return Number.parseInt(digits, 16)
    }
    const first = one()
    const pairs = textOf(this.points[this.position] ?? END) === '\\' && textOf(this.points[this.position + 1] ?? END) === 'u'
    if (first < 0xd800 || first > 0xdbff || !pairs) return first
    const start = this.position
    this.position += 2
    const second = one()
    if (second >= 0xdc00 && second <= 0xdfff) return (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000
    this.position = start
    return first
  }
}
