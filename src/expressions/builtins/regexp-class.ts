import { type CharSet, charSet, complement, intersection, union, withAllCases, withAsciiCases } from './regexp-char-set.ts'
import { END, QUOTED, textOf } from './regexp-cursor.ts'
import { PatternEscapes } from './regexp-escape.ts'
import { PatternError } from './regexp-node.ts'

/** What stands in brackets: characters, ranges, classes in it, and what two of them share. @see Java `Pattern.clazz` */
export class PatternClasses extends PatternEscapes {
  /** Behind the opening bracket. @param closes whether the closing bracket is taken */
  protected characterClass(closes: boolean): CharSet {
    const negated = closes && this.takeIf('^')
    let set: CharSet | null = null
    let rest: CharSet | null = null
    const add = (to: CharSet | null, more: CharSet): CharSet => (to === null ? more : union(to, more))
    for (;;) {
      if (this.peek() === END) throw new PatternError('Unclosed character class')
      if (this.peekIs(']') && (set !== null || rest !== null)) {
        if (closes) this.take()
        const all: CharSet = rest === null ? set! : add(set, rest)
        return negated ? complement(all) : all
      }
      if (this.takeIf('[')) set = add(set, this.characterClass(true))
      else if (this.isIntersection()) {
        let right: CharSet | null = null
        while (!this.peekIs(']') && !this.peekIs('&')) {
          if (this.peek() === END) throw new PatternError('Unclosed character class')
          right = add(right, this.characterClass(this.takeIf('[')))
        }
        if (rest !== null) set = add(set, rest)
        rest = null
        if (set === null && right === null) throw new PatternError('Bad class syntax')
        set = set === null ? right : right === null ? set : intersection(set, right)
      } else rest = add(rest, this.range())
    }
  }

  private isIntersection(): boolean {
    const start = this.position
    if (this.takeIf('&') && this.takeIf('&')) return true
    this.position = start
    return false
  }

  /** A character, a range or an escape inside of brackets. */
  private range(): CharSet {
    const first = this.classCharacter()
    if (typeof first !== 'number') return first
    const next = this.points[this.position + 1]
    if (this.peekIs('-') && next !== 0x5b && next !== 0x5d && next !== undefined) {
      this.take()
      const last = this.classCharacter()
      if (typeof last !== 'number' || last < first) throw new PatternError('Illegal character range')
      const range = charSet([first, last])
      return this.fold === 'none' ? range : this.fold === 'ascii' ? withAsciiCases(range) : withAllCases(range)
    }
    return this.cases(first)
  }

  private classCharacter(): number | CharSet {
    if (!this.peekIs('\\')) {
      const point = this.take()
      return point >= QUOTED ? point - QUOTED : point
    }
    if (/[bBAGRXZzk1-9]/.test(textOf(this.points[this.position + 1] ?? END)))
      throw new PatternError('Illegal/unsupported escape sequence')
    return this.escapedSet()
  }
}
