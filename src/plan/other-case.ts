import { SluiceError } from '../util/error.ts'

/**
 * Names that are there in other letters: Spark takes them for the same, TypeScript does not. Going on with both would give
 * other columns than Spark does.
 */
export function inOtherCase(
  names: readonly string[],
  there: readonly string[],
): readonly (readonly [name: string, there: string])[] {
  const byLower = new Map(there.map(name => [name.toLowerCase(), name]))
  return names.flatMap(name => {
    const same = byLower.get(name.toLowerCase())
    return same === undefined || there.includes(name) ? [] : [[name, same] as const]
  })
}

/** @throws ANALYSIS where a name differs only in case from one that is there */
export function refuseOtherCase(verb: string, names: readonly string[], there: readonly string[]): void {
  const [first] = inOtherCase(names, there)
  if (first === undefined) return
  const [name, same] = first
  throw new SluiceError(
    'ANALYSIS',
    `[AMBIGUOUS_REFERENCE] Cannot use the name "${name}" in ${verb}: there is a column "${same}", and to Spark names that differ only in case are the same. Write "${same}", or choose another name.`,
    { name, there: same },
  )
}
