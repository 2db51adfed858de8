import type { RegexpNode } from './regexp-node.ts'

const MAX_REPEAT = 0x7fffffff

/** What is known of a part without a text. Lengths are in UTF-16 units; the greatest wraps in 32 bits, as Java's does. */
export interface Study {
  readonly min: number
  readonly max: number
  readonly maxValid: boolean
  /** Whether it can match in one way only: loops over others have no greatest length. */
  readonly deterministic: boolean
}

const NOTHING: Study = { min: 0, max: 0, maxValid: true, deterministic: true }

/** @see Java `Pattern.TreeInfo` */
export function studied(node: RegexpNode): Study {
  switch (node.kind) {
    case 'set':
      return { min: 1, max: (node.set.at(-1) ?? 0) > 0xffff ? 2 : 1, maxValid: true, deterministic: true }
    case 'sequence':
      return node.parts.map(studied).reduce(
        (a, b) => ({
          min: a.min + b.min,
          max: (a.max + b.max) | 0,
          maxValid: a.maxValid && b.maxValid,
          deterministic: a.deterministic && b.deterministic,
        }),
        NOTHING,
      )
    case 'choice': {
      const branches = node.branches.map(studied)
      return {
        min: Math.min(...branches.map(({ min }) => min)),
        max: Math.max(...branches.map(({ max }) => max)),
        maxValid: branches.every(({ maxValid }) => maxValid),
        deterministic: false,
      }
    }
    case 'repeat':
      return studiedRepeat(node)
    case 'group':
    case 'atomic':
      return studied(node.body)
    case 'look':
    case 'anchor':
      return NOTHING
    case 'backreference':
      return { ...NOTHING, maxValid: false }
  }
}

function studiedRepeat({ body, min, max, mode }: RegexpNode & { kind: 'repeat' }): Study {
  const part = studied(body)
  const least = part.min * min
  if (min === 0 && max === 1) return { ...part, min: 0, deterministic: false }
  const deterministic = part.deterministic && min === max
  if (body.kind === 'set' && mode === 'greedy' && max === MAX_REPEAT)
    return { min: least, max: MAX_REPEAT, maxValid: min <= 1, deterministic: false }
  const maxValid = part.maxValid && part.max * max <= MAX_REPEAT && (part.deterministic || mode === 'possessive')
  return { min: least, max: maxValid ? part.max * max : 0, maxValid, deterministic }
}
