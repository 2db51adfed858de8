import { isHopeless, paysOff } from './dictionary-worth.ts'

/** Values that are looked at before all are. */
const SAMPLE = 1024

export interface CodedWords {
  readonly codes: Int32Array
  /** The distinct values, one behind the other. */
  readonly entries: Int32Array<ArrayBuffer>
  readonly length: number
}

/**
 * Values of one or two words as numbers of a dictionary, or null where that does not pay off. Values are one by their
 * bits: 0 and -0 stay two.
 */
export function codeWords(words: Int32Array, wordsPerValue: 1 | 2, values: number): CodedWords | null {
  const valueBytes = wordsPerValue * 4
  if (values > 4 * SAMPLE) {
    const { length } = codesOf(sampleOf(words, wordsPerValue, values), wordsPerValue, SAMPLE)
    if (isHopeless(length, valueBytes, SAMPLE)) return null
  }
  const coded = codesOf(words, wordsPerValue, values)
  return values > 0 && paysOff(coded.length, valueBytes, values, values * valueBytes) ? coded : null
}

/** From all over the values, in no pattern that they may have too. */
function sampleOf(words: Int32Array, wordsPerValue: 1 | 2, values: number): Int32Array {
  const sample = new Int32Array(SAMPLE * wordsPerValue)
  const golden = 0.618_033_988_749_895
  for (let i = 0; i < SAMPLE; i++) {
    const from = Math.floor(((i * golden) % 1) * values) * wordsPerValue
    for (let word = 0; word < wordsPerValue; word++) sample[i * wordsPerValue + word] = words[from + word]!
  }
  return sample
}

function codesOf(words: Int32Array, wordsPerValue: 1 | 2, values: number): CodedWords {
  const codes = new Int32Array(values)
  let entries = new Int32Array(512 * wordsPerValue)
  /** Open addressing: code + 1, 0 free. */
  let table = new Int32Array(1024)
  let length = 0
  for (let i = 0; i < values; i++) {
    const low = words[i * wordsPerValue]!
    const high = wordsPerValue === 2 ? words[i * 2 + 1]! : 0
    const mask = table.length - 1
    let slot = hashOf(low, high) & mask
    let code = table[slot]! - 1
    while (code >= 0 && (entries[code * wordsPerValue] !== low || (wordsPerValue === 2 && entries[code * 2 + 1] !== high))) {
      slot = (slot + 1) & mask
      code = table[slot]! - 1
    }
    if (code < 0) {
      code = length++
      table[slot] = length
      entries[code * wordsPerValue] = low
      if (wordsPerValue === 2) entries[code * 2 + 1] = high
      if (length * 2 === table.length) {
        const longer = new Int32Array(entries.length * 2)
        longer.set(entries)
        entries = longer
        table = tableOf(entries, wordsPerValue, length, table.length * 2)
      }
    }
    codes[i] = code
  }
  return { codes, entries: entries.subarray(0, length * wordsPerValue), length }
}

function tableOf(entries: Int32Array, wordsPerValue: 1 | 2, length: number, size: number) {
  const table = new Int32Array(size)
  for (let code = 0; code < length; code++) {
    const high = wordsPerValue === 2 ? entries[code * 2 + 1]! : 0
    let slot = hashOf(entries[code * wordsPerValue]!, high) & (size - 1)
    while (table[slot] !== 0) slot = (slot + 1) & (size - 1)
    table[slot] = code + 1
  }
  return table
}

function hashOf(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}
