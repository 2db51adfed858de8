import type { Builtin } from './builtin.ts'
import { javaString } from './text-bytes.ts'
import { textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const

const DIGRAPHS: Readonly<Record<string, string>> = {
  Ǆ: 'ǅ',
  ǅ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǈ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǋ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǲ: 'ǲ',
  ǳ: 'ǲ',
  ŉ: 'ʼN',
}
const IOTA = '\u0399'
const IOTA_BELOW = '\u0345'

/** A character as a title begins with it: ß is Ss, ǆ is ǅ, ᾳ is ᾼ; Georgian has no capitals there. */
export function titleCase(character: string): string {
  const known = DIGRAPHS[character]
  if (known !== undefined) return known
  if (character >= '\u10d0' && character <= '\u10ff') return character
  const [first, ...rest] = character.toUpperCase()
  if (rest.length === 0) return first!
  if (rest.at(-1) !== IOTA) return first! + rest.join('').toLowerCase()
  const below = first! + rest.slice(0, -1).join('') + IOTA_BELOW
  return rest.length === 1 ? below.normalize('NFC') : below
}

function initcap(text: string): string {
  return javaString(text)
    .split(' ')
    .map(word => {
      const [first] = word
      if (first === undefined) return ''
      // The whole word is lowered: at its end Σ is ς, and a blank ends it.
      return titleCase(first) + word.toLowerCase().slice(first.toLowerCase().length)
    })
    .join(' ')
}

/** Capitals and small letters, by Unicode's tables. @see Spark `CollationSupport`, ICU `UCharacter` */
export const TEXT_CASE_BUILTINS: readonly Builtin[] = [
  textFunction('upper', ['string'], STRING, text => javaString(text).toUpperCase()),
  textFunction('lower', ['string'], STRING, text => javaString(text).toLowerCase()),
  textFunction('initcap', ['string'], STRING, initcap),
]
