import { randomBytes } from 'node:crypto'
import { html } from './html.ts'
import { type DisplayBundle, displayBundle, inNotebook } from './kernel.ts'
import { shortNumber } from './number-text.ts'

/** Takes the line away: an output cannot be removed, but it can be empty. */
const NOTHING: DisplayBundle = { 'text/html': '', 'text/plain': '' }
/** At most this often a line is sent: 10 Hz is smooth to the eye and light for the browser. */
const INTERVAL_MS = 100
/** A batch faster than this shows no line at all, only its result. */
const PATIENCE_MS = 250

export interface ProgressState {
  readonly batchId: number
  /** Records read in this batch so far. */
  readonly rows: number
  readonly maxRows?: number
  readonly rowsPerSecond: number
  /** Records that the topic holds beyond what has been read. */
  readonly lag?: number
  /** As text, in the time zone of the session. */
  readonly watermark?: string
  readonly late?: number
}

export interface Progress {
  /** Takes the newest state; cheap, may be called per chunk. */
  update(state: ProgressState): void
  /** Ends it: the line is replaced by `result`, or goes. Shows `result` as an output of its own when no line was shown. */
  finish(result?: DisplayBundle): void
}

/**
 * One line under the running cell, replaced in place at most 10 times a second: rows, rate, lag, watermark, late rows,
 * and what Stop would do. In a terminal it is one line of stderr; elsewhere it is silent.
 */
export function startProgress(): Progress {
  const displayId = randomBytes(8).toString('hex')
  const startedMs = performance.now()
  let newest: ProgressState | undefined
  let timer: NodeJS.Timeout | undefined
  let lastMs = startedMs + PATIENCE_MS - INTERVAL_MS
  let isShown = false

  const send = () => {
    timer = undefined
    if (newest === undefined) return
    lastMs = performance.now()
    if (inNotebook()) displayBundle(lineBundle(progressLine(newest)), { displayId, update: isShown })
    else if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${progressLine(newest)}`)
    isShown = true
  }
  return {
    update(state) {
      newest = state
      if (timer !== undefined) return
      const waitMs = lastMs + INTERVAL_MS - performance.now()
      if (waitMs <= 0) send()
      else timer = setTimeout(send, waitMs).unref()
    },
    finish(result) {
      clearTimeout(timer)
      timer = undefined
      if (inNotebook()) {
        if (isShown || result !== undefined) displayBundle(result ?? NOTHING, { displayId, update: isShown })
      } else {
        if (isShown && process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
        if (result !== undefined) displayBundle(result)
      }
      newest = undefined
    },
  }
}

/** @example progressLine({ batchId: 7, rows: 312, maxRows: 500, rowsPerSecond: 1200 }) // 'batch 7 | 312/500 rec | in 1.2k/s | Stop = keep what is read' */
export function progressLine(state: ProgressState): string {
  const rows = state.rows.toLocaleString('en-US')
  return [
    `batch ${state.batchId}`,
    `${state.maxRows === undefined ? rows : `${rows}/${state.maxRows.toLocaleString('en-US')}`} rec`,
    `in ${shortNumber(state.rowsPerSecond)}/s`,
    ...(state.lag === undefined ? [] : [`lag ${shortNumber(state.lag)}`]),
    ...(state.watermark === undefined ? [] : [`watermark ${state.watermark}`]),
    ...(state.late === undefined ? [] : [`late ${state.late.toLocaleString('en-US')}`]),
    'Stop = keep what is read',
  ].join(' | ')
}

function lineBundle(line: string): DisplayBundle {
  const style = 'font-family:var(--jp-code-font-family,monospace);font-size:12px;color:var(--jp-ui-font-color2,#666)'
  // The style is ours, the line is escaped by the template.
  return { 'text/html': html`<div style="${style}">${line}</div>`.markup, 'text/plain': line }
}
