import type { Draws } from './draws.ts'

/** Where a bid comes from. */
export interface WebPage {
  readonly channel: string
  readonly url: string
}

const HOT_CHANNELS = ['Google', 'Facebook', 'Baidu', 'Apple']
const CHANNELS = 10_000

/**
 * Every other bid comes from one of four hot channels, the others from one of ten thousand, of which nine in ten have
 * their number in the URL.
 *
 * @see BidGenerator
 */
export function webPages(draws: Draws): (draws: Draws) => WebPage {
  const hot = HOT_CHANNELS.map(channel => ({ channel, url: baseUrl(draws) }))
  const others = Array.from({ length: CHANNELS }, (_, i) => {
    const url = baseUrl(draws)
    const id = draws.below(10) > 0 ? `&channel_id=${Math.abs(reversedBits(i))}` : ''
    return { channel: `channel-${i}`, url: `${url}${id}` }
  })
  return ({ below }) => (below(2) > 0 ? hot[below(hot.length)]! : others[below(CHANNELS)]!)
}

function baseUrl(draws: Draws): string {
  const folders = Array.from({ length: 3 }, () => draws.text(5, '_'))
  return `https://www.nexmark.com/${folders.join('/')}/item.htm?query=1`
}

/** Java's `Integer.reverse`. */
export function reversedBits(value: number): number {
  let reversed = 0
  for (let bit = 0; bit < 32; bit++) reversed = (reversed << 1) | ((value >>> bit) & 1)
  return reversed
}
