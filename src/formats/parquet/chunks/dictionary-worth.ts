import { bitWidthOf } from './rle-hybrid.ts'

/** More entries would need wider codes than are ever worth it. */
const MAX_ENTRIES = 1 << 20
/** What a row group is taken to hold in the end. */
const EXPECTED_VALUES = 131_072

/** Whether dictionary and codes together are at most half of the plain values. @param entryBytes of an entry, on average */
export function paysOff(entries: number, entryBytes: number, values: number, plainBytes: number): boolean {
  return 2 * (entries * entryBytes + (values * bitWidthOf(entries)) / 8) <= plainBytes
}

/**
 * Whether a dictionary is not going to pay off, judged by the first values of a row group: where repeats are rare there,
 * how many different values there are altogether follows from how rare they are.
 *
 * @param entries distinct ones among the `values` seen
 */
export function isHopeless(entries: number, entryBytes: number, values: number): boolean {
  if (entries >= MAX_ENTRIES || entries === values) return true
  let [few, many] = [entries, 1e9]
  for (let i = 0; i < 40; i++) {
    const middle = Math.sqrt(few * many)
    if (expectedEntries(middle, values) < entries) few = middle
    else many = middle
  }
  const total = Math.max(values, EXPECTED_VALUES)
  return !paysOff(expectedEntries(many, total), entryBytes, total, total * entryBytes)
}

/** How many of so many different values are among the first `values`, drawn at random. */
function expectedEntries(different: number, values: number): number {
  return different * -Math.expm1(-values / different)
}
