import {
  type CharSet,
  casesOf,
  charSet,
  charsOf,
  complement,
  intersection,
  union,
  withAllCases,
  withAsciiCases,
} from './regexp-char-set.ts'
import { type Fold, type ParsedRegexp, PatternError, type RegexpNode, type RepeatMode } from './regexp-node.ts'
import { propertySet, SHORTHANDS, UNICODE_SHORTHANDS } from './regexp-properties.ts'
import { studied } from './regexp-study.ts'

const END = -1
/** Added to a character that stands between \Q and \E: it means itself. */
const QUOTED = 0x200000
const LINE_ENDS = charsOf('\n\r\x85\u2028\u2029')
const EVERYTHING: CharSet = charSet([0, 0x10ffff])
const MAX_REPEAT = 0x7fffffff
const EMPTY: RegexpNode = { kind: 'sequence', parts: [] }
const FLAGS = 'idmsuxU'
const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }

const isDigit = (point: number) => point >= 0x30 && point <= 0x39

/**
 * Reads a pattern of `java.util.regex`.
 *
 * @throws PatternError where Java refuses it, and for `\X`, `\N{…}` and blocks (`\p{InX}`), which cannot be run here
 * @see Java 17 `Pattern`
 */
export function parseRegexp(pattern: string): ParsedRegexp {
  return new PatternReader(pattern).read()
}

class PatternReader {
  private readonly points: readonly number[]
  private position = 0
  private flags = new Set<string>()
  private groupCount = 0
  private readonly groupNames = new Map<string, number>()

  constructor(pattern: string) {
    this.points = unquoted(pattern)
  }

  read(): ParsedRegexp {
    const root = this.choice()
    if (this.peek() !== END) throw new PatternError('Unmatched closing )')
    return { root, groupCount: this.groupCount, groupNames: this.groupNames }
  }

  /** The next character, behind blanks and comments where the flag x allows them. */
  private peek(): number {
    while (this.flags.has('x')) {
      const point = this.points[this.position]
      if (point === 0x23) while (this.position < this.points.length && this.points[this.position] !== 0x0a) this.position++
      else if (point !== undefined && (point === 0x20 || (point >= 9 && point <= 13))) this.position++
      else break
    }
    return this.points[this.position] ?? END
  }

  private peekIs(text: string): boolean {
    return this.peek() === text.codePointAt(0)
  }

  private take(): number {
    const point = this.peek()
    this.position++
    return point
  }

  private takeIf(text: string): boolean {
    if (!this.peekIs(text)) return false
    this.position++
    return true
  }

  private expect(text: string, problem: string): void {
    if (!this.takeIf(text)) throw new PatternError(problem)
  }

  private choice(): RegexpNode {
    const branches = [this.sequence()]
    while (this.takeIf('|')) branches.push(this.sequence())
    return branches.length === 1 ? branches[0]! : { kind: 'choice', branches }
  }

  private sequence(): RegexpNode {
    const parts: RegexpNode[] = []
    while (this.peek() !== END && !this.peekIs('|') && !this.peekIs(')')) {
      const atom = this.atom()
      // Flags alone, `(?i)`, cannot be repeated.
      if (atom !== null) parts.push(this.repeated(atom))
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts }
  }

  private atom(): RegexpNode | null {
    const point = this.peek()
    switch (point >= QUOTED ? '' : String.fromCodePoint(point)) {
      case '(':
        this.take()
        return this.group()
      case '[':
        this.take()
        return { kind: 'set', set: this.characterClass(true) }
      case '\\':
        return this.escape()
      case '^':
        this.take()
        return this.anchor(this.flags.has('m') ? 'lineBegin' : 'begin')
      case '$':
        this.take()
        return this.anchor(this.flags.has('m') ? 'lineEnd' : 'end')
      case '.':
        this.take()
        return { kind: 'set', set: this.dot(), isDot: true }
      case '*':
      case '+':
      case '?':
        throw new PatternError(`Dangling meta character '${String.fromCodePoint(point)}'`)
      case '{':
        // Nothing, repeated as the braces say.
        return EMPTY
      default:
        this.take()
        return this.character(point)
    }
  }

  private dot(): CharSet {
    if (this.flags.has('s')) return EVERYTHING
    return complement(this.flags.has('d') ? charsOf('\n') : LINE_ENDS)
  }

  private anchor(anchor: (RegexpNode & { kind: 'anchor' })['anchor']): RegexpNode {
    return { kind: 'anchor', anchor, unixLines: this.flags.has('d'), wide: this.flags.has('U') }
  }

  private character(point: number): RegexpNode {
    const literal = point >= QUOTED ? point - QUOTED : point
    return { kind: 'set', set: this.cases(literal) }
  }

  private get fold(): Fold {
    return !this.flags.has('i') ? 'none' : this.flags.has('u') || this.flags.has('U') ? 'unicode' : 'ascii'
  }

  private cases(point: number): CharSet {
    const { fold } = this
    return fold === 'unicode' ? casesOf(point) : fold === 'ascii' ? withAsciiCases([point, point]) : [point, point]
  }

  private repeated(body: RegexpNode): RegexpNode {
    let [min, max] = [0, MAX_REPEAT]
    if (this.takeIf('?')) max = 1
    else if (this.takeIf('+')) min = 1
    else if (this.peekIs('{')) [min, max] = this.bounds()
    else if (!this.takeIf('*')) return body
    const mode: RepeatMode = this.takeIf('?') ? 'lazy' : this.takeIf('+') ? 'possessive' : 'greedy'
    return { kind: 'repeat', body, min, max, mode }
  }

  private bounds(): [number, number] {
    this.take()
    if (!isDigit(this.peek())) throw new PatternError('Illegal repetition')
    const min = this.number()
    let max = min
    if (this.takeIf(',')) max = this.peekIs('}') ? MAX_REPEAT : this.number()
    this.expect('}', 'Unclosed counted closure')
    if (max < min) throw new PatternError('Illegal repetition range')
    return [min, max]
  }

  private number(): number {
    let value = 0
    while (isDigit(this.peek())) value = value * 10 + this.take() - 0x30
    if (value > MAX_REPEAT) throw new PatternError('Illegal repetition range')
    return value
  }

  private group(): RegexpNode | null {
    const outer = new Set(this.flags)
    const close = <T>(node: T): T => {
      this.expect(')', 'Unclosed group')
      this.flags = outer
      return node
    }
    if (!this.takeIf('?')) {
      const index = ++this.groupCount
      return close({ kind: 'group', index, body: this.choice() } as const)
    }
    if (this.takeIf(':')) return close({ kind: 'sequence', parts: [this.choice()] } as const)
    if (this.takeIf('>')) return close({ kind: 'atomic', body: this.choice() } as const)
    for (const mark of ['=', '!'])
      if (this.takeIf(mark)) return close({ kind: 'look', behind: false, negative: mark === '!', body: this.choice() } as const)
    if (this.takeIf('<')) return close(this.behindOrNamed())
    this.readFlags()
    if (this.takeIf(')')) return null
    this.expect(':', 'Unknown inline modifier')
    return close({ kind: 'sequence', parts: [this.choice()] } as const)
  }

  private behindOrNamed(): RegexpNode {
    for (const mark of ['=', '!']) {
      if (!this.takeIf(mark)) continue
      const body = this.choice()
      if (!studied(body).maxValid) throw new PatternError('Look-behind group does not have an obvious maximum length')
      return { kind: 'look', behind: true, negative: mark === '!', body }
    }
    const name = this.groupName()
    if (this.groupNames.has(name)) throw new PatternError(`Named capturing group <${name}> is already defined`)
    const index = ++this.groupCount
    this.groupNames.set(name, index)
    return { kind: 'group', index, body: this.choice() }
  }

  private groupName(): string {
    let name = ''
    while (/[A-Za-z0-9]/.test(textOf(this.peek()))) name += textOf(this.take())
    if (!/^[A-Za-z]/.test(name)) throw new PatternError('capturing group name does not start with a Latin letter')
    this.expect('>', "named capturing group is missing trailing '>'")
    return name
  }

  private readFlags(): void {
    let on = true
    for (;;) {
      const flag = textOf(this.peek())
      if (flag === '-') {
        if (!on) throw new PatternError('Unknown inline modifier')
        on = false
      } else if (flag !== '' && FLAGS.includes(flag)) {
        if (on) this.flags.add(flag)
        else this.flags.delete(flag)
      } else return
      this.position++
    }
  }

  /** What an escape means outside of brackets. */
  private escape(): RegexpNode {
    const start = this.position++
    const letter = textOf(this.points[this.position] ?? END)
    const anchors = { A: 'begin', b: 'boundary', B: 'noBoundary', G: 'lastMatch', Z: 'end', z: 'textEnd' } as const
    if (letter in anchors) {
      this.position++
      if (
        letter === 'b' &&
        textOf(this.points[this.position] ?? END) === '{' &&
        textOf(this.points[this.position + 1] ?? END) === 'g'
      )
        throw new PatternError('\\b{g} cannot be run here')
      return this.anchor(anchors[letter as keyof typeof anchors])
    }
    if (letter === 'R') {
      this.position++
      return LINE_BREAK
    }
    if (letter === 'X') throw new PatternError('\\X cannot be run here')
    if (letter === 'k') {
      this.position++
      this.expect('<', "\\k is not followed by '<' for named capturing group")
      const name = this.groupName()
      const group = this.groupNames.get(name)
      if (group === undefined) throw new PatternError(`named capturing group <${name}> does not exist`)
      return { kind: 'backreference', group, fold: this.fold }
    }
    if (letter >= '1' && letter <= '9') return this.backreference()
    this.position = start
    const found = this.escapedSet()
    return typeof found === 'number' ? this.character(found + QUOTED) : { kind: 'set', set: found }
  }

  /** As many digits as there are groups for. */
  private backreference(): RegexpNode {
    let group = this.points[this.position++]! - 0x30
    while (isDigit(this.points[this.position] ?? END)) {
      const longer = group * 10 + this.points[this.position]! - 0x30
      if (longer > this.groupCount) break
      group = longer
      this.position++
    }
    return { kind: 'backreference', group, fold: this.fold }
  }

  /** The character or the set of an escape; the cursor is at its backslash. */
  private escapedSet(): number | CharSet {
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

  /** Behind the opening bracket. @param closes whether the closing bracket is taken */
  private characterClass(closes: boolean): CharSet {
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

const textOf = (point: number): string => (point < 0 || point >= QUOTED ? '' : String.fromCodePoint(point))

const single = (text: string): RegexpNode => ({ kind: 'set', set: charsOf(text) })
/** `\R`. */
const LINE_BREAK: RegexpNode = {
  kind: 'choice',
  branches: [{ kind: 'sequence', parts: [single('\r'), single('\n')] }, single('\n\v\f\r\x85\u2028\u2029')],
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
