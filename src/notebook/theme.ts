/**
 * Colours of the notebook's theme, light or dark, each with a fallback for viewers that have none (nbconvert, GitHub).
 * All styling is inline: a style element would leak into the page, and some viewers strip it.
 */
export const COLOUR = {
  text: 'var(--jp-content-font-color1,#212121)',
  muted: 'var(--jp-content-font-color2,#616161)',
  faint: 'var(--jp-content-font-color3,#9e9e9e)',
  line: 'var(--jp-border-color2,#e0e0e0)',
  band: 'var(--jp-layout-color2,#f5f5f5)',
  ok: '#2e9e5b',
  warn: '#d9822b',
  bad: '#d64545',
} as const

export const UI_FONT = 'font-family:var(--jp-ui-font-family,system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif)'
export const CODE_FONT = 'font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace)'

/** Colours of series in charts and of segments in cards: told apart by colour-blind eyes too (Okabe and Ito, darkened for white). */
export const SERIES_COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#7f7f7f', '#a0522d'] as const
