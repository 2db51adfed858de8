import { anchorTest } from './regexp-anchors.ts'
import { type CharSet, contains, folded } from './regexp-char-set.ts'
import type { MatchState, RegexpNode } from './regexp-node.ts'
import { studied } from './regexp-study.ts'

/** Goes on from a position; true once the whole expression has matched. */
type Step = (i: number) => boolean

/** An expression as a chain of steps that backtrack as those of Java do. */
export interface StepMatcher {
  readonly state: MatchState
  /** Whether it matches at a position; the groups are in the state then. */
  matchAt: Step
}

/**
 * Makes the matcher of an expression. It follows Java's node by node, so that what a group holds, where a loop stops that
 * matches nothing, and what is tried in which order are the same.
 * @see Java `Pattern.Node`
 */
export function stepMatcher(root: RegexpNode): StepMatcher {
  const state: MatchState = { text: '', from: 0, to: 0, last: 0, lastMatch: -1, groups: [] }
  const matched: Step = i => {
    state.last = i
    return true
  }
  const match = compile(root, matched, state)
  return {
    state,
    matchAt(i) {
      if (!match(i)) return false
      state.groups[0] = i
      state.groups[1] = state.last
      return true
    },
  }
}

function compile(node: RegexpNode, next: Step, state: MatchState): Step {
  switch (node.kind) {
    case 'set': {
      const width = widthAt(node.set, state)
      return i => {
        const taken = width(i)
        return taken > 0 && next(i + taken)
      }
    }
    case 'sequence':
      return node.parts.reduceRight((following, part) => compile(part, following, state), next)
    case 'choice': {
      const branches = node.branches.map(branch => compile(branch, next, state))
      return i => branches.some(branch => branch(i))
    }
    case 'repeat':
      return repeat(node, next, state)
    case 'group':
      return group(node, next, state)
    case 'atomic': {
      const body = independent(node.body, state)
      return i => body(i) && next(state.last)
    }
    case 'look': {
      const found = node.behind ? behind(node.body, state) : independent(node.body, state)
      return i => found(i) !== node.negative && next(i)
    }
    case 'backreference':
      return backreference(node, next, state)
    case 'anchor': {
      const test = anchorTest(node, state)
      return i => test(i) && next(i)
    }
  }
}

/** A part that is not gone back into once it has matched. */
function independent(node: RegexpNode, state: MatchState): Step {
  return compile(
    node,
    i => {
      state.last = i
      return true
    },
    state,
  )
}

/** How many units the character at a position takes if it is one of the set, else 0. */
function widthAt(set: CharSet, state: MatchState): (i: number) => number {
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => (contains(set, point) ? 1 : 0))
  return i => {
    if (i >= state.to) return 0
    const unit = state.text.charCodeAt(i)
    if (unit < 128) return ascii[unit]!
    const point = i + 1 < state.to ? state.text.codePointAt(i)! : unit
    return contains(set, point) ? (point > 0xffff ? 2 : 1) : 0
  }
}

function repeat(node: RegexpNode & { kind: 'repeat' }, next: Step, state: MatchState): Step {
  const { body, min, max, mode } = node
  if (mode === 'possessive') return possessive(independent(body, state), min, max, next, state)
  if (body.kind === 'set') return repeatSet(widthAt(body.set, state), node, next, state)
  if (max === 1 && min === 0) {
    const once = compile(body, next, state)
    return mode === 'greedy' ? i => once(i) || next(i) : i => next(i) || once(i)
  }
  return loop(node, next, state)
}

function possessive(body: Step, min: number, max: number, next: Step, state: MatchState): Step {
  return start => {
    let i = start
    for (let count = 0; count < max; count++) {
      const matched = body(i)
      if (!matched && count < min) return false
      if (!matched || (state.last === i && count >= min)) break
      i = state.last
    }
    return next(i)
  }
}

function repeatSet(
  width: (i: number) => number,
  { min, max, mode }: RegexpNode & { kind: 'repeat' },
  next: Step,
  state: MatchState,
): Step {
  return start => {
    let i = start
    let count = 0
    for (; count < min; count++) {
      const taken = width(i)
      if (taken === 0) return false
      i += taken
    }
    if (mode === 'lazy') {
      for (;;) {
        if (next(i)) return true
        const taken = count++ < max ? width(i) : 0
        if (taken === 0) return false
        i += taken
      }
    }
    const least = i
    for (let taken = 1; count < max && taken > 0; count++) {
      taken = width(i)
      i += taken
    }
    for (;;) {
      if (next(i)) return true
      if (i === least) return false
      const low = state.text.charCodeAt(i - 1)
      const isPair = low >= 0xdc00 && low <= 0xdfff && i - 2 >= least && (state.text.charCodeAt(i - 2) & 0xfc00) === 0xd800
      i -= isPair ? 2 : 1
    }
  }
}

/** A loop over more than a character. A turn that takes nothing is the last one. */
function loop({ body, min, max, mode }: RegexpNode & { kind: 'repeat' }, next: Step, state: MatchState): Step {
  let count = 0
  let begin = -1
  const turn = (i: number): boolean => {
    const [countBefore, beginBefore] = [count, begin]
    count = countBefore + 1
    begin = i
    if (match(i)) return true
    count = countBefore
    begin = beginBefore
    return false
  }
  const again: Step = i => {
    if (i <= begin) return next(i)
    if (count < min) return turn(i)
    if (mode === 'greedy') return (count < max && turn(i)) || next(i)
    return next(i) || (count < max && turn(i))
  }
  const match = compile(body, again, state)
  return i => {
    const [countBefore, beginBefore] = [count, begin]
    count = 0
    begin = -1
    let matched: boolean
    if (min > 0) matched = turn(i)
    else if (mode === 'greedy') matched = (max > 0 && turn(i)) || next(i)
    else matched = next(i) || (max > 0 && turn(i))
    count = countBefore
    begin = beginBefore
    return matched
  }
}

function group({ index, body }: RegexpNode & { kind: 'group' }, next: Step, state: MatchState): Step {
  let open = -1
  const close: Step = i => {
    const { groups } = state
    const [start, end] = [groups[2 * index]!, groups[2 * index + 1]!]
    groups[2 * index] = open
    groups[2 * index + 1] = i
    if (next(i)) return true
    groups[2 * index] = start
    groups[2 * index + 1] = end
    return false
  }
  const inner = compile(body, close, state)
  return i => {
    const before = open
    open = i
    const matched = inner(i)
    open = before
    return matched
  }
}

/** Whether the body matches somewhere before, up to here. */
function behind(body: RegexpNode, state: MatchState): Step {
  let end = 0
  const match = compile(body, i => i === end, state)
  const { min, max } = studied(body)
  return i => {
    const before = end
    end = i
    let matched = false
    const first = Math.max((i - max) | 0, state.from)
    for (let j = i - min; !matched && j >= first; j--) matched = match(j)
    end = before
    return matched
  }
}

function backreference(node: RegexpNode & { kind: 'backreference' }, next: Step, state: MatchState): Step {
  const { group: index, fold } = node
  const key = (text: string): string => {
    if (fold === 'none') return text
    if (fold === 'ascii') return text.replace(/[A-Z]/g, letter => letter.toLowerCase())
    return String.fromCodePoint(...Array.from(text, c => folded(c.codePointAt(0)!)))
  }
  return i => {
    const [start, end] = [state.groups[2 * index] ?? -1, state.groups[2 * index + 1] ?? -1]
    if (start < 0 || i + end - start > state.to) return false
    return key(state.text.slice(start, end)) === key(state.text.slice(i, i + end - start)) && next(i + end - start)
  }
}
