import { randomFillSync } from 'node:crypto'

/**
 * Random numbers of this process. Keys come from strangers: with hashes that they can compute, they could choose keys that
 * all fall into one slot. No hash is ever stored, so that the next process may have other seeds.
 */
export const HASH_SEEDS: Int32Array = randomFillSync(new Int32Array(4))
