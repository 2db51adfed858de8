import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import type { JavaRegexp, RegexpMatch } from './regexp-java.ts'

/** What stands for a match. */
export type Replacement = (match: RegexpMatch, regexp: JavaRegexp) => string

/**
 * Reads the text that matches are replaced by: `$1` and `${name}` are groups, a backslash takes the meaning off what
 * follows. As many digits count as there are groups for.
 *
 * @throws INVALID_OPTION, when a match is replaced, for a group that there is not
 * @see Java `Matcher.appendExpandedReplacement`
 */
export function replacementOf(text: string): Replacement {
  if (!/[\\$]/.test(text)) return () => text
  return (match, regexp) => {
    let result = ''
    for (let i = 0; i < text.length; ) {
      const character = text[i]!
      if (character === '\\') {
        if (i + 1 === text.length) throw refused(text, 'character to be escaped is missing')
        result += text[i + 1]
        i += 2
      } else if (character === '$') {
        const { group, end } = reference(text, i + 1, regexp)
        result += match.groups[group] ?? ''
        i = end
      } else {
        result += character
        i++
      }
    }
    return result
  }
}

function reference(text: string, start: number, { groupCount, groupNames }: JavaRegexp): { group: number; end: number } {
  if (text[start] === '{') {
    const name = /^[A-Za-z][A-Za-z0-9]*/.exec(text.slice(start + 1))?.[0] ?? ''
    const group = groupNames.get(name)
    if (text[start + 1 + name.length] !== '}') throw refused(text, "named capturing group is missing trailing '}'")
    if (group === undefined) throw refused(text, `No group with name {${name}}`)
    return { group, end: start + name.length + 2 }
  }
  if (!/^\d$/.test(text[start] ?? '')) throw refused(text, 'Illegal group reference')
  let group = Number(text[start])
  if (group > groupCount) throw refused(text, `No group ${group}`)
  let end = start + 1
  while (/^\d$/.test(text[end] ?? '') && group * 10 + Number(text[end]) <= groupCount) group = group * 10 + Number(text[end++])
  return { group, end }
}

const refused = (text: string, why: string): SluiceError =>
  new SluiceError(
    'INVALID_OPTION',
    `[INVALID_REGEXP_REPLACE] Cannot replace by "${terminalText(text)}": ${why}. Write \\$ for a dollar sign. SQLSTATE: 22023`,
  )
