import type { ByteValues } from './byte-values.ts'
import type { ColumnVector, Utf8Vector } from './column-vector.ts'

/** Beyond it a table of all entries would cost more than looking up the few that rows point to. */
const ENTRIES_PER_ROW = 16
/** Longer byte strings are copied at once, which has a price of its own. */
const SHORT_BYTES = 48

/**
 * The texts of all parts, copied together. Entries that no row points to are left out, as dictionaries may be far longer
 * than what the rows use; an entry is copied once for each part.
 */
export function concatBytes(parts: readonly ColumnVector[], length: number): Pick<Utf8Vector, 'codes' | 'dictionary'> {
  const used = parts.filter(part => part.layout === 'utf8').map(part => ({ part, ...usedEntries(part) }))
  // Where all rows are entries of their own, they stay so.
  const codes = used.some(({ rowCodes }) => rowCodes !== null) ? new Int32Array(length) : null
  const numEntries = used.reduce((sum, { entries }) => sum + entries.length, 0)
  const starts = new Int32Array(numEntries)
  const ends = new Int32Array(numEntries)
  let size = 0
  let first = 0
  let row = 0
  for (const { part, entries, rowCodes } of used) {
    if (codes !== null) for (let i = 0; i < part.length; i++) codes[row + i] = first + (rowCodes === null ? i : rowCodes[i]!)
    size = placeEntries(part.dictionary, entries, starts, ends, first, size)
    first += entries.length
    row += part.length
  }
  const bytes = new Uint8Array(size)
  first = 0
  for (const { part, entries } of used) {
    copyEntries(part.dictionary, entries, bytes, starts, first)
    first += entries.length
  }
  return { codes, dictionary: { bytes, starts, ends, length: numEntries } }
}

/** `rowCodes`: which of the entries each row has; null where row i has entry i. */
function usedEntries({ codes, validity, length, dictionary }: Utf8Vector): { entries: Int32Array; rowCodes: Int32Array | null } {
  const entries = new Int32Array(length)
  if (codes === null && validity === null) {
    for (let row = 0; row < length; row++) entries[row] = row
    return { entries, rowCodes: null }
  }
  const rowCodes = new Int32Array(length)
  const isLong = dictionary.length > ENTRIES_PER_ROW * length
  /** Number + 1, 0 not yet seen. */
  const numbers = new Int32Array(isLong ? 0 : dictionary.length)
  const sparse = new Map<number, number>()
  let count = 0
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    const entry = codes === null ? row : codes[row]!
    let number = isLong ? (sparse.get(entry) ?? 0) : numbers[entry]!
    if (number === 0) {
      entries[count] = entry
      number = ++count
      if (isLong) sparse.set(entry, number)
      else numbers[entry] = number
    }
    rowCodes[row] = number - 1
  }
  return { entries: entries.subarray(0, count), rowCodes }
}

/** @returns the size with these entries behind those before */
function placeEntries(
  source: ByteValues,
  entries: Int32Array,
  starts: Int32Array,
  ends: Int32Array,
  first: number,
  size: number,
): number {
  let end = size
  for (let i = 0; i < entries.length; i++) {
    starts[first + i] = end
    end += source.ends[entries[i]!]! - source.starts[entries[i]!]!
    ends[first + i] = end
  }
  return end
}

function copyEntries(source: ByteValues, entries: Int32Array, target: Uint8Array, starts: Int32Array, first: number): void {
  const { bytes, starts: from, ends } = source
  for (let i = 0; i < entries.length; i++) {
    const start = from[entries[i]!]!
    const end = ends[entries[i]!]!
    const at = starts[first + i]!
    if (end - start > SHORT_BYTES) target.set(bytes.subarray(start, end), at)
    else for (let k = start; k < end; k++) target[at + k - start] = bytes[k]!
  }
}
