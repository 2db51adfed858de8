import { type CharSet, casesOf, withAsciiCases } from './regexp-char-set.ts'
import { type Fold, PatternError } from './regexp-node.ts'

export const END = -1
/** Added to a character that stands between \Q and \E: it means itself. */
export const QUOTED = 0x200000

export const isDigit = (point: number): boolean => point >= 0x30 && point <= 0x39

/** The text of a character; none where it means itself, or at the end. */
export const textOf = (point: number): string => (point < 0 || point >= QUOTED ? '' : String.fromCodePoint(point))

/** The characters of a pattern, and where the reader stands. @see Java `Pattern` */
export class PatternCursor {
  protected readonly points: readonly number[]
  protected position = 0
  protected flags = new Set<string>()

  constructor(pattern: string) {
    this.points = unquoted(pattern)
  }

  /** The next character, behind blanks and comments where the flag x allows them. */
  protected peek(): number {
    while (this.flags.has('x')) {
      const point = this.points[this.position]
      if (point === 0x23) while (this.position < this.points.length && this.points[this.position] !== 0x0a) this.position++
      else if (point !== undefined && (point === 0x20 || (point >= 9 && point <= 13))) this.position++
      else break
    }
    return this.points[this.position] ?? END
  }

  protected peekIs(text: string): boolean {
    return this.peek() === text.codePointAt(0)
  }

  protected take(): number {
    const point = this.peek()
    this.position++
    return point
  }

  protected takeIf(text: string): boolean {
    if (!this.peekIs(text)) return false
    this.position++
    return true
  }

  protected expect(text: string, problem: string): void {
    if (!this.takeIf(text)) throw new PatternError(problem)
  }

  protected get fold(): Fold {
    return !this.flags.has('i') ? 'none' : this.flags.has('u') || this.flags.has('U') ? 'unicode' : 'ascii'
  }

  protected cases(point: number): CharSet {
    const { fold } = this
    return fold === 'unicode' ? casesOf(point) : fold === 'ascii' ? withAsciiCases([point, point]) : [point, point]
  }
}

/** The characters of a pattern; those between \Q and \E are marked. */
function unquoted(pattern: string): number[] {
  const points: number[] = []
  const characters = Array.from(pattern, c => c.codePointAt(0)!)
  const isMark = (i: number, letter: string) => characters[i] === 0x5c && characters[i + 1] === letter.charCodeAt(0)
  for (let i = 0; i < characters.length; ) {
    if (isMark(i, 'Q')) {
      for (i += 2; i < characters.length && !isMark(i, 'E'); i++) points.push(characters[i]! + QUOTED)
      i += 2
    } else {
      const length = characters[i] === 0x5c ? 2 : 1
      points.push(...characters.slice(i, i + length))
      i += length
    }
  }
  return points
}
