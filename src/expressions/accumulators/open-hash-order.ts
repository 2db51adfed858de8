import { murmur3 } from '../builtins/hash-murmur3.ts'

const INITIAL_CAPACITY = 64
const LOAD_FACTOR = 0.7
/** Partials, batches and state each come out of a table and go into the next. */
const TABLES = 3

/**
 * The order in which Spark's hash table gives out keys with these hash codes, put in one after the other: positions into
 * `hashes`. @see Spark `OpenHashSet`
 */
export function hashTableOrder(hashes: readonly number[]): readonly number[] {
  let order: readonly number[] = hashes.map((_, i) => i)
  const spread = hashes.map(hash => murmur3.int(hash, 0))
  for (let table = 0; table < TABLES; table++) order = inserted(order, spread)
  return order
}

function inserted(order: readonly number[], spread: readonly number[]): readonly number[] {
  let slots = new Int32Array(INITIAL_CAPACITY).fill(-1)
  let size = 0
  const put = (table: Int32Array, key: number) => {
    const mask = table.length - 1
    let slot = spread[key]! & mask
    for (let step = 1; table[slot]! >= 0; step++) slot = (slot + step) & mask
    table[slot] = key
  }
  for (const key of order) {
    put(slots, key)
    if (++size <= Math.trunc(LOAD_FACTOR * slots.length)) continue
    const larger = new Int32Array(slots.length * 2).fill(-1)
    for (const moved of slots) if (moved >= 0) put(larger, moved)
    slots = larger
  }
  return Array.from(slots).filter(key => key >= 0)
}
