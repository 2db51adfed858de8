/** A step of a path: into a field, into all elements, or into one of them; `fields` finds nothing, as in Spark. */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'fields' }
  | { readonly kind: 'index'; readonly index: bigint }

// Where blanks are passed over is left to Spark's parser: before a name or a number, and before `['`.
const STEP =
  /^(?:(?<fields>\s*(?:\.\*|\['\*'\]))|\.\s*(?<name>[^.[]+)|\s*\['\s*(?<quoted>[^']+)\s*'\]|\[(?<all>\*)\]|\[\s*(?<index>\d+)\])/

/**
 * The steps of a path such as `$.a[0].b` or `$['a'][*]`; null for a text that is none.
 * @see Spark `JsonPathParser`
 */
export function jsonPath(text: string): readonly PathStep[] | null {
  if (!text.startsWith('$')) return null
  const steps: PathStep[] = []
  for (let rest = text.slice(1); rest.trim() !== ''; ) {
    const match = STEP.exec(rest)
    if (match === null) return null
    const { fields, name, quoted, all, index } = match.groups!
    if (fields !== undefined) steps.push({ kind: 'fields' })
    else if (all !== undefined) steps.push({ kind: 'all' })
    else if (index !== undefined) steps.push({ kind: 'index', index: BigInt(index) })
    else steps.push({ kind: 'field', name: (name ?? quoted)! })
    rest = rest.slice(match[0].length)
  }
  return steps
}
