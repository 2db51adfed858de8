import { type DeltaName, deltaName, type PartName, partName, type StateFileName } from './state-file-names.ts'

/** What brings an empty table to a version, in order. */
export interface FilesToRead {
  /** The version that the snapshot was begun with; 0 for none. */
  readonly base: number
  /** The parts of the snapshot, then all deltas since it was begun: they say again what the later parts knew already. */
  readonly names: readonly string[]
  /** A file that is needed and not there. */
  readonly missing: string | null
}

/** @param names of one table, all versions */
export function filesToRead(names: readonly StateFileName[], version: number): FilesToRead {
  const parts: readonly PartName[] = names.filter(each => each.kind === 'snapshot').filter(each => each.version <= version)
  // A snapshot counts once its last part is written, with this version or one before.
  const base = Math.max(0, ...parts.filter(({ isLast }) => isLast).map(({ begun }) => begun))
  const found = parts.filter(({ begun }) => begun === base).sort((a, b) => a.part - b.part)
  const gap = found.findIndex(({ part }, i) => part !== i)
  if (gap >= 0) return { base, names: [], missing: partName(found[gap]!.version, base, gap, false) }
  const deltas = new Map<number, DeltaName[]>()
  for (const each of names) {
    if (each.kind !== 'delta' || each.version <= base || each.version > version) continue
    const known = deltas.get(each.version)
    if (known === undefined) deltas.set(each.version, [each])
    else known.push(each)
  }
  const lost = lostSnapshot(parts, base, version, deltas)
  if (lost !== null) return { base, names: [], missing: lost }
  const read = found.map(({ name }) => name)
  for (let next = base + 1; next <= version; next++) {
    const pieces = (deltas.get(next) ?? []).sort((a, b) => a.number - b.number)
    const count = pieces[0]?.count ?? 1
    for (let number = 1; number <= count; number++)
      if (pieces[number - 1]?.number !== number) return { base, names: [], missing: deltaName(next, number, count) }
    read.push(...pieces.map(({ name }) => name))
  }
  return { base, names: read, missing: null }
}

/**
 * The last part of a snapshot that must have ended, because the deltas before it have been purged. Without it an older
 * snapshot is the base, or none, and all deltas since would seem to be lost.
 *
 * @returns its name, as far as the files that are left tell it; `null` where no such part is lost
 */
function lostSnapshot(
  parts: readonly PartName[],
  base: number,
  version: number,
  deltas: ReadonlyMap<number, readonly DeltaName[]>,
): string | null {
  // A snapshot that is written whole stands for the delta of its version.
  let first = version + 1
  while (first > base + 1 && deltas.has(first - 1)) first--
  const missing = first - base - 1
  if (missing === 0 || deltas.has(base + 1)) return null
  const begun = parts.filter(each => each.begun >= first - 1).sort((a, b) => a.begun - b.begun)[0]?.begun
  if (begun !== undefined) {
    const own = parts.filter(each => each.begun === begun)
    // Each version writes the next part.
    const before = own.reduce((latest, each) => (each.part > latest.part ? each : latest))
    return partName(before.version + 1, begun, before.part + 1, true)
  }
  return missing === 1 ? null : partName(first - 1, first - 1, 0, true)
}
