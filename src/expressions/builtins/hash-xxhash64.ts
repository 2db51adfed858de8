import type { RowHash } from './hash-row.ts'

const P1 = 0x9e3779b185ebca87n
const P2 = 0xc2b2ae3d27d4eb4fn
const P3 = 0x165667b19e3779f9n
const P4 = 0x85ebca77c2b2ae63n
const P5 = 0x27d4eb2f165667c5n

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotated = (value: bigint, count: bigint): bigint => u64((value << count) | (value >> (64n - count)))
const round = (accumulator: bigint, word: bigint): bigint => u64(rotated(u64(accumulator + word * P2), 31n) * P1)

function finish(hash: bigint): bigint {
  let mixed = u64((hash ^ (hash >> 33n)) * P2)
  mixed = u64((mixed ^ (mixed >> 29n)) * P3)
  return BigInt.asIntN(64, mixed ^ (mixed >> 32n))
}

const withWord = (hash: bigint, word: bigint) => u64(rotated(hash ^ round(0n, word), 27n) * P1 + P4)
const withInt = (hash: bigint, int: bigint) => u64(rotated(hash ^ u64(int * P1), 23n) * P2 + P3)

/** XXH64. @see Spark `XXH64.java` */
export const xxHash64: RowHash<bigint> = {
  int: (value, seed) => finish(withInt(u64(seed + P5 + 4n), BigInt(value >>> 0))),
  long: (value, seed) => finish(withWord(u64(seed + P5 + 8n), u64(BigInt(value)))),
  bytes(value, seed) {
    const { length } = value
    const view = new DataView(value.buffer, value.byteOffset, length)
    let offset = 0
    let hash: bigint
    if (length >= 32) {
      const lanes = [u64(seed + P1 + P2), u64(seed + P2), u64(seed), u64(seed - P1)]
      for (; offset <= length - 32; offset += 32)
        for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, view.getBigUint64(offset + lane * 8, true))
      const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint]
      hash = u64(rotated(a, 1n) + rotated(b, 7n) + rotated(c, 12n) + rotated(d, 18n))
      for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * P1 + P4)
    } else hash = u64(seed + P5)
    hash = u64(hash + BigInt(length))
    for (; offset <= length - 8; offset += 8) hash = withWord(hash, view.getBigUint64(offset, true))
    if (offset <= length - 4) {
      hash = withInt(hash, BigInt(view.getUint32(offset, true)))
      offset += 4
    }
    for (; offset < length; offset++) hash = u64(rotated(hash ^ u64(BigInt(value[offset]!) * P5), 11n) * P1)
    return finish(hash)
  },
}
