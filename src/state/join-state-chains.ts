import { grown } from '../expressions/accumulators/accumulator.ts'

const NONE = -1

/** Rows by the number of their key, in the order in which they came. */
export class KeyChains {
  // By key: its oldest and its newest row.
  #heads = new Int32Array(0)
  #tails = new Int32Array(0)
  /** By row: the next one with its key. */
  #next = new Int32Array(0)

  /** Adds rows `first`, `first + 1` … */
  add(first: number, codes: Int32Array): void {
    this.#next = grown(this.#next, first + codes.length)
    for (let i = 0; i < codes.length; i++) this.#link(first + i, codes[i]!)
  }

  #link(row: number, code: number): void {
    const known = this.#heads.length
    if (code >= known) {
      this.#heads = grown(this.#heads, code + 1).fill(NONE, known)
      this.#tails = grown(this.#tails, code + 1).fill(NONE, known)
    }
    const tail = this.#tails[code]!
    if (tail === NONE) this.#heads[code] = row
    else this.#next[tail] = row
    this.#next[row] = NONE
    this.#tails[code] = row
  }

  /**
   * Pairs of a fresh row (its position in `codes`) and a row of the chains, in the order of the fresh rows.
   *
   * @param codes a number that is no key's finds nothing
   * @param most pairs at a time, so that a key with many rows does not need the memory of all its pairs
   * @param isLive rows that are gone leave their chain when somebody comes by
   * @param isWanted of the live ones
   */
  *pairs(
    codes: Int32Array,
    most: number,
    isLive: (row: number) => boolean,
    isWanted: (row: number) => boolean,
  ): Generator<{ readonly fresh: Int32Array; readonly held: Int32Array }> {
    // Mostly a row has one partner or none.
    const room = Math.min(most, Math.max(256, 2 * codes.length))
    const [fresh, held] = [new Int32Array(room), new Int32Array(room)]
    let count = 0
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!
      let before = NONE
      for (let row = this.#heads[code] ?? NONE; row !== NONE; row = this.#next[row]!) {
        if (!isLive(row)) {
          this.#unlink(row, before, code)
          continue
        }
        before = row
        if (!isWanted(row)) continue
        fresh[count] = i
        held[count++] = row
        if (count < room) continue
        yield { fresh: fresh.slice(), held: held.slice() }
        count = 0
      }
    }
    if (count > 0) yield { fresh: fresh.slice(0, count), held: held.slice(0, count) }
  }

  #unlink(row: number, before: number, code: number): void {
    if (before === NONE) this.#heads[code] = this.#next[row]!
    else this.#next[before] = this.#next[row]!
    if (this.#tails[code] === row) this.#tails[code] = before
  }
}
