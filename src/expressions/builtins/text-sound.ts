import type { Builtin } from './builtin.ts'
import { bytesOfText, charactersOf } from './text-bytes.ts'
import { textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const INTEGER = { kind: 'integer' } as const

/** Codes of A to Z; 7 is passed over. */
const SOUNDEX_CODES = '01230127022455012623017202'

/** @see Spark `UTF8String.soundex` */
function soundex(text: string): string {
  const codes = Array.from(bytesOfText(text), byte => {
    const upper = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte
    return upper >= 0x41 && upper <= 0x5a ? upper - 0x41 : -1
  })
  const [first] = codes
  if (first === undefined || first < 0) return text
  let sound = String.fromCharCode(0x41 + first)
  let last = SOUNDEX_CODES[first]!
  for (const letter of codes.slice(1)) {
    const code = letter < 0 ? '0' : SOUNDEX_CODES[letter]!
    if (code === '7') continue
    if (code !== '0' && code !== last) sound += code
    if (sound.length === 4) break
    last = code
  }
  return sound.padEnd(4, '0')
}

/** The fewest characters to put in, take out or replace. @param threshold -1 where the distance is above it */
function levenshtein(left: string, right: string, threshold = Number.POSITIVE_INFINITY): number {
  const [a, b] = [charactersOf(left), charactersOf(right)]
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, character] of a.entries()) {
    const row = [i + 1]
    for (let j = 0; j < b.length; j++) {
      row.push(Math.min(row[j]! + 1, above[j + 1]! + 1, above[j]! + (character === b[j] ? 0 : 1)))
    }
    above = row
  }
  const distance = above[b.length]!
  return distance > threshold ? -1 : distance
}

/** How alike texts sound or look. @see Spark `stringExpressions.scala` */
export const TEXT_SOUND_BUILTINS: readonly Builtin[] = [
  textFunction('soundex', ['string'], STRING, soundex),
  textFunction('levenshtein', ['string', 'string', 'int'], INTEGER, levenshtein, { optional: 1 }),
]
