import { contains } from './regexp-char-set.ts'
import type { MatchState, RegexpNode } from './regexp-node.ts'
import { mark, SHORTHANDS, UNICODE_SHORTHANDS } from './regexp-properties.ts'

const CR = 0x0d
const LF = 0x0a
const isLineEnd = (unit: number) => unit === LF || unit === CR || unit === 0x85 || unit === 0x2028 || unit === 0x2029

/**
 * Whether an anchor holds at a position.
 *
 * @see Java `Pattern.Dollar`, `Caret`, `Bound` (since 19, when `\b` became that of `\w`)
 */
export function anchorTest(
  { anchor, unixLines, wide }: RegexpNode & { kind: 'anchor' },
  state: MatchState,
): (i: number) => boolean {
  const endsLine = unixLines ? (unit: number) => unit === LF : isLineEnd
  const insideCrLf = (i: number) => !unixLines && i > 0 && state.text.charCodeAt(i) === LF && state.text.charCodeAt(i - 1) === CR
  switch (anchor) {
    case 'begin':
      return i => i === state.from
    case 'textEnd':
      return i => i === state.to
    case 'end':
      return i => {
        if (i === state.to) return true
        const left = state.to - i
        if (left === 2) return !unixLines && state.text.charCodeAt(i) === CR && state.text.charCodeAt(i + 1) === LF
        return left === 1 && endsLine(state.text.charCodeAt(i)) && !insideCrLf(i)
      }
    case 'lineBegin':
      return i => {
        if (i === state.to) return false
        return i === state.from || (endsLine(state.text.charCodeAt(i - 1)) && !insideCrLf(i))
      }
    case 'lineEnd':
      return i => i === state.to || (endsLine(state.text.charCodeAt(i)) && !insideCrLf(i))
    case 'lastMatch':
      return i => i === (state.lastMatch < 0 ? state.from : state.lastMatch)
    case 'boundary':
    case 'noBoundary': {
      const isWord = wordTest(wide, state)
      return i => {
        const left = i > state.from && isWord(i - 1, codePointBefore(state.text, i))
        const right = i < state.to && isWord(i, state.text.codePointAt(i)!)
        return (left !== right) === (anchor === 'boundary')
      }
    }
  }
}

function codePointBefore(text: string, i: number): number {
  const unit = text.charCodeAt(i - 1)
  const isPair = unit >= 0xdc00 && unit <= 0xdfff && i >= 2 && (text.charCodeAt(i - 2) & 0xfc00) === 0xd800
  return isPair ? text.codePointAt(i - 2)! : unit
}

/** A mark belongs to the word that it stands in. */
function wordTest(wide: boolean, state: MatchState): (i: number, point: number) => boolean {
  const word = wide ? UNICODE_SHORTHANDS.w!() : SHORTHANDS.w!
  const marks = mark()
  const hasBase = (from: number): boolean => {
    for (let i = from; i >= state.from; i--) {
      const point = state.text.codePointAt(i)!
      if (contains(word, point)) return true
      if (!contains(marks, point)) return false
    }
    return false
  }
  return (i, point) => contains(word, point) || (contains(marks, point) && hasBase(i))
}
