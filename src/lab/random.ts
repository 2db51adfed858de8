/**
 * Numbers in [0, 1) that look random and are the same for the same seed: mulberry32 by Tommy Ettinger (public domain),
 * 32 bits of state. Good for test data, not for secrets.
 *
 * @param seed a whole number; its lower 32 bits count
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
