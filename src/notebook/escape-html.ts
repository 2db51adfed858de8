import { terminalText } from '../util/terminal-text.ts'

/** Text longer than this is cut where it is shown in a cell of a table, in characters. */
export const MAX_CELL_CHARACTERS = 120

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  $: '&#36;',
}

/**
 * Text of a message as HTML or SVG text, for element content and quoted attribute values alike. Control and bidi
 * characters become visible escapes; `$` becomes an entity too, because notebooks set LaTeX between dollar signs.
 *
 * @param maxCharacters cut there, with `…` at the end; not cut when left out
 * @example escapeHtml('<b onclick="x">') // '&lt;b onclick=&quot;x&quot;&gt;'
 */
export function escapeHtml(text: string, maxCharacters = Number.POSITIVE_INFINITY): string {
  return visibleText(text, maxCharacters).replace(/[&<>"'`$]/g, found => ENTITY[found]!)
}

/** The same without entities, for `text/plain`: one line, nothing in it steers a terminal or turns the reading direction. */
export function visibleText(text: string, maxCharacters = Number.POSITIVE_INFINITY): string {
  return terminalText(cutText(text, maxCharacters))
}

/** At most `maxCharacters` characters (code points, none is halved), the last of them `…` when something was cut. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  const characters = Array.from(text.slice(0, maxCharacters * 2 + 2))
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`
}
