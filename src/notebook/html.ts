import { escapeHtml } from './escape-html.ts'

/** Markup that this library wrote; everything else is text and gets escaped. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | readonly Part[]

/**
 * HTML from a template: text in the placeholders is escaped, `Html` and lists of it are taken as they are. The only
 * way this folder makes markup, so that nothing from a message becomes an element or an attribute.
 *
 * @example html`<td>${'<script>'}</td>`.markup // '<td>&lt;script&gt;</td>'
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = strings[0]!
  for (const [i, part] of parts.entries()) markup += markupOf(part) + strings[i + 1]!
  return { markup }
}

/** No markup: for the branch of a placeholder that shows nothing. */
export const nothing: Html = { markup: '' }

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(markupOf).join('')
}
