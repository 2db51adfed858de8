import type { CharSet } from './regexp-char-set.ts'
import type { ParsedRegexp, RegexpNode } from './regexp-node.ts'
import { studied } from './regexp-study.ts'

/** An expression as one of JavaScript, with the same meaning for texts without characters beyond U+FFFF. */
export interface Translated {
  readonly source: string
  /** Only for texts without marks: `\b` differs there. */
  readonly withoutMarks: boolean
}

const MAX_REPEAT = 0x7fffffff

/**
 * The expression in JavaScript's form, which its engine runs much faster than our matcher; null where the two languages
 * differ: possessive and atomic parts, back references, loops whose turns may take nothing or leave a group out.
 */
export function translated({ root }: ParsedRegexp): Translated | null {
  const source = sourceOf(root)
  return source === null ? null : { source, withoutMarks: hasBoundary(root) }
}

function sourceOf(node: RegexpNode): string | null {
  switch (node.kind) {
    case 'set':
      return setSource(node.set)
    case 'sequence':
      return joined(node.parts, '')
    case 'choice': {
      const source = joined(node.branches, '|')
      return source === null ? null : `(?:${source})`
    }
    case 'repeat':
      return repeatSource(node)
    case 'group': {
      const body = sourceOf(node.body)
      return body === null ? null : `(${body})`
    }
    case 'look': {
      // A greatest length that has wrapped finds nothing.
      const translatable = !hasGroup(node.body) && (!node.behind || studied(node.body).max >= 0)
      const body = translatable ? sourceOf(node.body) : null
      return body === null ? null : `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${body})`
    }
    case 'anchor':
      return anchorSource(node)
    default:
      return null
  }
}

function joined(nodes: readonly RegexpNode[], separator: string): string | null {
  const sources = nodes.map(sourceOf)
  return sources.includes(null) ? null : sources.join(separator)
}

function repeatSource({ body, min, max, mode }: RegexpNode & { kind: 'repeat' }): string | null {
  if (mode === 'possessive' || studied(body).min === 0) return null
  if (max > 1 && hasOptionalGroup(body, false)) return null
  const source = sourceOf(body)
  if (source === null) return null
  const count = max === MAX_REPEAT ? (min === 0 ? '*' : min === 1 ? '+' : `{${min},}`) : `{${min},${max}}`
  return `(?:${source})${count}${mode === 'lazy' ? '?' : ''}`
}

/** JavaScript forgets the groups of a turn before; Java does not. It makes no difference where each turn sets them all. */
function hasOptionalGroup(node: RegexpNode, optional: boolean): boolean {
  switch (node.kind) {
    case 'group':
      return optional || hasOptionalGroup(node.body, optional)
    case 'choice':
      return node.branches.some(branch => hasOptionalGroup(branch, true))
    case 'sequence':
      return node.parts.some(part => hasOptionalGroup(part, optional))
    case 'repeat':
      return hasOptionalGroup(node.body, optional || node.min === 0)
    case 'look':
    case 'atomic':
      return hasGroup(node.body)
    default:
      return false
  }
}

const some = (node: RegexpNode, test: (node: RegexpNode) => boolean): boolean =>
  test(node) ||
  ('body' in node && some(node.body, test)) ||
  (node.kind === 'sequence' && node.parts.some(part => some(part, test))) ||
  (node.kind === 'choice' && node.branches.some(branch => some(branch, test)))

const hasGroup = (node: RegexpNode) => some(node, ({ kind }) => kind === 'group')
const hasBoundary = (node: RegexpNode) =>
  some(node, part => part.kind === 'anchor' && (part.anchor === 'boundary' || part.anchor === 'noBoundary'))

const unit = (point: number): string => `\\u${point.toString(16).padStart(4, '0')}`

function setSource(set: CharSet): string {
  let source = ''
  for (let i = 0; i < set.length && set[i]! <= 0xffff; i += 2)
    source += set[i] === set[i + 1] ? unit(set[i]!) : `${unit(set[i]!)}-${unit(Math.min(set[i + 1]!, 0xffff))}`
  return set.length === 2 && set[0] === set[1] && set[0]! <= 0xffff ? source : `[${source}]`
}

function anchorSource({ anchor, unixLines, wide }: RegexpNode & { kind: 'anchor' }): string | null {
  switch (anchor) {
    case 'begin':
      return '^'
    case 'textEnd':
      return '$'
    case 'end':
      return unixLines ? '(?=\\n?$)' : '(?:(?=(?:\\r\\n|[\\r\\x85\\u2028\\u2029])?$)|(?<!\\r)(?=\\n$))'
    case 'lineBegin':
      return unixLines ? '(?:^|(?<=\\n))(?!$)' : '(?:^|(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))(?!$)'
    case 'lineEnd':
      return unixLines ? '(?=\\n|$)' : '(?:(?=[\\r\\x85\\u2028\\u2029]|$)|(?<!\\r)(?=\\n))'
    case 'boundary':
      return wide ? null : '\\b'
    case 'noBoundary':
      return wide ? null : '\\B'
    default:
      return null
  }
}
