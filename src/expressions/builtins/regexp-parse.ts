import { type CharSet, charSet, charsOf, complement } from './regexp-char-set.ts'
import { PatternClasses } from './regexp-class.ts'
import { END, isDigit, QUOTED, textOf } from './regexp-cursor.ts'
import { type ParsedRegexp, PatternError, type RegexpNode, type RepeatMode } from './regexp-node.ts'
import { studied } from './regexp-study.ts'

const LINE_ENDS = charsOf('\n\r\x85\u2028\u2029')
const EVERYTHING: CharSet = charSet([0, 0x10ffff])
const MAX_REPEAT = 0x7fffffff
const EMPTY: RegexpNode = { kind: 'sequence', parts: [] }
const FLAGS = 'idmsuxU'

/**
 * Reads a pattern of `java.util.regex`.
 *
 * @throws PatternError where Java refuses it, and for `\X`, `\N{…}` and blocks (`\p{InX}`), which cannot be run here
 * @see Java `Pattern`
 */
export function parseRegexp(pattern: string): ParsedRegexp {
  return new PatternReader(pattern).read()
}

class PatternReader extends PatternClasses {
  private groupCount = 0
  private readonly groupNames = new Map<string, number>()

  read(): ParsedRegexp {
    const root = this.choice()
    if (this.peek() !== END) throw new PatternError('Unmatched closing )')
    return { root, groupCount: this.groupCount, groupNames: this.groupNames }
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
}

const single = (text: string): RegexpNode => ({ kind: 'set', set: charsOf(text) })
/** `\R`. */
const LINE_BREAK: RegexpNode = {
  kind: 'choice',
  branches: [{ kind: 'sequence', parts: [single('\r'), single('\n')] }, single('\n\v\f\r\x85\u2028\u2029')],
}
