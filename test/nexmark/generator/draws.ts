import { seededRandom } from '../../../src/lab/random.ts'

/** What the generator draws by chance, in the words of the reference. */
export interface Draws {
  /** A whole number from 0, below `bound`. */
  below(bound: number): number
  /** In cents: 100 to 100,000,000, each power of ten as often as the next. @see PriceGenerator.nextPrice */
  price(): number
  /** 3 to `longest - 1` characters, a thirteenth of them special. @see StringsGenerator.nextString */
  text(longest: number, special?: string): string
  /** So long that it and `size` are `average` on average, a fifth more or less. @see StringsGenerator.nextExtra */
  extra(size: number, average: number): string
}

const POOL_CHARACTERS = 1 << 20
const A = 97

/** The same seed gives the same draws. */
export function drawsOf(seed: number): Draws {
  const random = seededRandom(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const pool = poolOf(below)
  return {
    below,
    price: () => Math.round(10 ** (random() * 6) * 100),
    text(longest, special = ' ') {
      let text = ''
      for (let left = 3 + below(longest - 3); left > 0; left--) {
        text += below(13) === 0 ? special : String.fromCharCode(A + below(26))
      }
      return text.trim()
    },
    extra(size, average) {
      if (size > average) return ''
      const room = average - size
      const delta = Math.round(room * 0.2)
      const length = room - delta + (delta === 0 ? 0 : below(2 * delta))
      const from = below(pool.length - length)
      return pool.slice(from, from + length)
    },
  }
}

/**
 * The text that extras are cut from. The reference divides a signed number, so that half of its characters lie before
 * 'a', from 'H' on. One of them is the backslash, which JSON escapes: three of four bids hold it.
 *
 * @see StringsGenerator.nextExactString
 */
function poolOf(below: (bound: number) => number): string {
  let text = ''
  while (text.length < POOL_CHARACTERS) {
    let rest = below(2 ** 32) - 2 ** 31
    for (let left = 6; left > 0; left--) {
      text += String.fromCharCode(A + (rest % 26))
      rest = Math.trunc(rest / 26)
    }
  }
  return text
}
