/** A line that stays below what is printed, on a terminal. */
export interface ProgressLine {
  /** Shows the text, at most ten times a second. */
  show(text: () => string): void
  /** Takes the line away, so that something else can be printed. */
  clear(): void
}

const REDRAW_MS = 100

/** The progress line of a terminal; nothing at all where `stream` is none. */
export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let visible = false
  let drawnMs = Number.NEGATIVE_INFINITY
  return {
    show(text) {
      if (visible && performance.now() - drawnMs < REDRAW_MS) return
      drawnMs = performance.now()
      visible = true
      stream.write(`\r\x1b[2K${text().slice(0, Math.max(1, stream.columns - 1))}`)
    },
    clear() {
      if (visible) stream.write('\r\x1b[2K')
      visible = false
    },
  }
}

/** Seconds as a person says them: `8 s`, `2 min 05 s`, `1 h 02 min`. */
export function secondsText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}
