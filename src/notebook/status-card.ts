import { visibleText } from './escape-html.ts'
import { type Html, html, nothing } from './html.ts'
import type { DisplayBundle } from './kernel.ts'
import { CODE_FONT, COLOUR, UI_FONT } from './theme.ts'

export interface StatusRow {
  readonly name: string
  readonly ok: 'ok' | 'warn' | 'bad'
  readonly text: string
  /** How to mend it: a command or a sentence. */
  readonly fix?: string
}

const MARK = { ok: '✔', warn: '!', bad: '✘' } as const

/** The card of `openWorkbook`: one line a thing, green or not, and how to mend what is not. */
export function statusCard(title: string, rows: readonly StatusRow[]): DisplayBundle {
  const card = html`<div style="${UI_FONT};font-size:13px;color:${COLOUR.text};border:1px solid ${COLOUR.line};border-radius:6px;padding:8px 14px;margin:6px 0;display:inline-block;max-width:860px"><b>${title}</b><table style="border-collapse:collapse;margin:4px 0 0;font-size:12px;line-height:1.6"><tbody>${rows.map(rowHtml)}</tbody></table></div>`
  return { 'text/html': card.markup, 'text/plain': [title, ...rows.map(rowText)].map(line => visibleText(line)).join('\n') }
}

function rowHtml({ name, ok, text, fix }: StatusRow): Html {
  const cell = 'text-align:left;vertical-align:top;border:none;padding:1px 14px 1px 0;background:transparent'
  const mend = fix === undefined ? nothing : html`<div style="${CODE_FONT};font-size:11px;color:${COLOUR.muted}">→ ${fix}</div>`
  return html`<tr style="background:transparent"><td style="${cell};color:${COLOUR[ok]};font-weight:700">${MARK[ok]}</td><td style="${cell};color:${COLOUR.muted}">${name}</td><td style="${cell};color:${COLOUR.text}">${text}${mend}</td></tr>`
}

function rowText({ name, ok, text, fix }: StatusRow): string {
  return `${MARK[ok]} ${name}: ${text}${fix === undefined ? '' : ` -> ${fix}`}`
}
