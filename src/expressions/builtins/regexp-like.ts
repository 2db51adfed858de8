import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import type { Builtin } from './builtin.ts'
import { javaString } from './text-bytes.ts'
import { remembered, textFunction } from './text-rows.ts'

const BOOLEAN = { kind: 'boolean' } as const

/** `_` is any character, `%` any text; the escape takes that away. @see Spark `StringUtils.escapeLikeRegex` */
function likeRegex(pattern: string, escapeCharacter: string): RegExp {
  let source = ''
  const fail = (condition: string, why: string) =>
    new SluiceError(
      'INVALID_OPTION',
      `[INVALID_FORMAT.${condition}] The format is invalid: '${terminalText(pattern)}'. ${why} SQLSTATE: 42601`,
    )
  const characters = Array.from(pattern)
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === escapeCharacter) {
      const escaped = characters[++i]
      if (escaped === undefined) throw fail('ESC_AT_THE_END', 'The escape character is not allowed to end with.')
      if (escaped !== '_' && escaped !== '%' && escaped !== escapeCharacter)
        throw fail('ESC_IN_THE_MIDDLE', `The escape character is not allowed to precede '${escaped}'.`)
      source += literal(escaped)
    } else source += character === '_' ? '.' : character === '%' ? '.*' : literal(character)
  }
  return new RegExp(`^(?:${source})$`, 'su')
}

const literal = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`

function like(name: string, prepare: (text: string) => string): Builtin {
  const compile = remembered(likeRegex)
  const builtin = textFunction(
    name,
    ['string', 'string', 'string'],
    BOOLEAN,
    (text, pattern, escapeCharacter) => {
      checkEscape(escapeCharacter, name)
      return compile(prepare(javaString(pattern)), escapeCharacter).test(prepare(javaString(text)))
    },
    { mayFail: true },
  )
  return {
    ...builtin,
    type(args, constants) {
      const escapeCharacter = constants?.[2]
      if (typeof escapeCharacter === 'string') checkEscape(escapeCharacter, name)
      return builtin.type(args)
    },
  }
}

function checkEscape(escapeCharacter: string, name: string): void {
  if (escapeCharacter.length === 1) return
  throw new SluiceError(
    'INVALID_OPTION',
    `[INVALID_ESCAPE_CHAR] Cannot take "${terminalText(escapeCharacter)}" as the escape of ${name}: give one character. SQLSTATE: 42604`,
  )
}

/** SQL's patterns over whole texts. @see Spark `Like`, `ILike` */
export const LIKE_BUILTINS: readonly Builtin[] = [like('like', text => text), like('ilike', text => text.toLowerCase())]
