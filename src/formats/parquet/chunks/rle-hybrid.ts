import type { ByteBuffer } from './byte-buffer.ts'

/** Shorter runs are cheaper among their neighbours. */
const MIN_RUN = 16
/** Values at a time, whole groups of eight: functions that return soon are compiled once, and not in the middle of a loop too. */
const SLICE = 1024

/**
 * Appends `values[from .. to)`, each below `2 ** bitWidth`, as runs of one value and groups of eight values packed by bits.
 *
 * @param bitWidth at most 24
 * @see Parquet's Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"
 */
export function appendRleHybrid(out: ByteBuffer, values: Int32Array, from: number, to: number, bitWidth: number): void {
  let at = from
  while (at < to) {
    let run = at
    for (let searched = false; !searched; ) {
      const stop = Math.min(to, run + SLICE)
      run = runFrom(values, run, stop, to)
      searched = run < stop || run === to
    }
    if (run > at) appendPacked(out, values, at, run, bitWidth)
    if (run === to) return
    at = endOfRun(values, run, to)
    appendRun(out, values[run]!, at - run, bitWidth)
  }
}

/** How many bits codes of a dictionary with so many entries take. */
export function bitWidthOf(entries: number): number {
  return entries <= 1 ? 0 : 32 - Math.clz32(Math.ceil(entries) - 1)
}

/** One value so many times. */
export function appendRun(out: ByteBuffer, value: number, count: number, bitWidth: number): void {
  out.reserve(10)
  appendVarInt(out, count * 2)
  for (let shift = 0; shift < bitWidth; shift += 8) out.bytes[out.used++] = value >>> shift
}

/** The first of `from`, eight behind it and so on, at which a run begins; `stop` where none does before it. */
function runFrom(values: Int32Array, from: number, stop: number, to: number): number {
  for (let at = from; at < stop; at += 8) {
    const value = values[at]
    let end = at + 1
    while (end < to && end < at + MIN_RUN && values[end] === value) end++
    if (end === at + MIN_RUN) return at
  }
  return stop
}

function endOfRun(values: Int32Array, from: number, to: number): number {
  const value = values[from]
  let end = from + MIN_RUN
  while (end < to && values[end] === value) end++
  return end
}

function appendPacked(out: ByteBuffer, values: Int32Array, from: number, to: number, bitWidth: number): void {
  const groups = (to - from + 7) >> 3
  out.reserve(8 + groups * bitWidth)
  appendVarInt(out, groups * 2 + 1)
  for (let at = from; at < to; at += SLICE) packBits(out, values, at, Math.min(to, at + SLICE), bitWidth)
}

/** The last group is filled up with zeros. */
function packBits(out: ByteBuffer, values: Int32Array, from: number, to: number, bitWidth: number): void {
  const { bytes } = out
  const end = out.used + ((to - from + 7) >> 3) * bitWidth
  let at = out.used
  let bits = 0
  let bitCount = 0
  for (let i = from; i < to; i++) {
    bits |= values[i]! << bitCount
    bitCount += bitWidth
    while (bitCount >= 8) {
      bytes[at++] = bits
      bits >>>= 8
      bitCount -= 8
    }
  }
  while (at < end) {
    bytes[at++] = bits
    bits = 0
  }
  out.used = end
}

function appendVarInt(out: ByteBuffer, value: number): void {
  let rest = value
  while (rest > 127) {
    out.bytes[out.used++] = (rest & 127) | 128
    rest >>>= 7
  }
  out.bytes[out.used++] = rest
}
