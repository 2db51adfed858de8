/**
 * The names of a table's state files, each beginning with the version that it was written with:
 *
 * - `7.delta`: the rows that batch 6 changed; `7.1-of-2.delta`, `7.2-of-2.delta` where one file would be too long
 * - `9.5-0.snapshot`, `10.5-1-last.snapshot`: part 0 and the last part of the snapshot that was begun with version 5
 */
export type StateFileName = DeltaName | PartName

export interface DeltaName {
  readonly kind: 'delta'
  readonly name: string
  readonly version: number
  /** From 1 to `count`. */
  readonly number: number
  readonly count: number
}

export interface PartName {
  readonly kind: 'snapshot'
  readonly name: string
  readonly version: number
  /** The version that the snapshot was begun with. */
  readonly begun: number
  readonly part: number
  readonly isLast: boolean
}

export const deltaName = (version: number, number: number, count: number): string =>
  count === 1 ? `${version}.delta` : `${version}.${number}-of-${count}.delta`

export const partName = (version: number, begun: number, part: number, isLast: boolean): string =>
  `${version}.${begun}-${part}${isLast ? '-last' : ''}.snapshot`

/** Those of the names that are state files, by version. */
export function stateFileNames(names: readonly string[]): readonly StateFileName[] {
  const known = names.map(parsed).filter(each => each !== null)
  return known.sort((a, b) => a.version - b.version)
}

function parsed(name: string): StateFileName | null {
  const delta = /^(\d+)(?:\.(\d+)-of-(\d+))?\.delta$/.exec(name)
  if (delta !== null) {
    const [version, number, count] = delta.slice(1).map(digits => Number(digits ?? 1))
    return { kind: 'delta', name, version: version!, number: number!, count: count! }
  }
  const part = /^(\d+)\.(\d+)-(\d+)(-last)?\.snapshot$/.exec(name)
  if (part === null) return null
  const [version, begun, number] = part.slice(1, 4).map(Number)
  return { kind: 'snapshot', name, version: version!, begun: begun!, part: number!, isLast: part[4] !== undefined }
}
