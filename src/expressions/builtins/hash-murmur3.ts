import type { RowHash } from './hash-row.ts'

const C1 = 0xcc9e2d51
const C2 = 0x1b873593

const mixK1 = (k: number): number => {
  const first = Math.imul(k, C1)
  return Math.imul((first << 15) | (first >>> 17), C2)
}

const mixH1 = (h: number, k: number): number => {
  const mixed = h ^ k
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function finish(h: number, length: number): number {
  let mixed = h ^ length
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

const TWO_32 = 2 ** 32

/**
 * MurmurHash3, 32 bits, as Spark has it: the bytes behind the last whole word are mixed in one by one, with their sign.
 * @see Spark `Murmur3_x86_32.java`
 */
export const murmur3: RowHash<number> = {
  int: (value, seed) => finish(mixH1(seed, mixK1(value | 0)), 4),
  long(value, seed) {
    const low = typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0
    const high = typeof value === 'bigint' ? Number(BigInt.asIntN(32, value >> 32n)) : Math.floor(value / TWO_32) | 0
    return finish(mixH1(mixH1(seed, mixK1(low)), mixK1(high)), 8)
  },
  bytes(value, seed) {
    const { length } = value
    const aligned = length - (length % 4)
    let h = seed
    for (let i = 0; i < aligned; i += 4)
      h = mixH1(h, mixK1(value[i]! | (value[i + 1]! << 8) | (value[i + 2]! << 16) | (value[i + 3]! << 24)))
    for (let i = aligned; i < length; i++) h = mixH1(h, mixK1((value[i]! << 24) >> 24))
    return finish(h, length)
  },
}
