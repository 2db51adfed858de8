/** Width of a chart's static picture; alive it takes the width of the page. */
export const CHART_WIDTH_PX = 760

const CHARACTER_PX = 7
const LINE_PX = 16

export interface MarginParts {
  readonly traces: readonly string[]
  readonly hasLegend: boolean
  readonly hasTitle: boolean
  /** Labels of a category axis. */
  readonly categories: readonly string[]
  readonly yValues: readonly (number | string | null)[]
}

/**
 * Room for labels, worked out from their lengths instead of measured: Plotly's own automatic margins need a browser's
 * layout, which the static picture is drawn without.
 */
export function axisMargins(parts: MarginParts) {
  const legend = parts.hasLegend ? 56 + CHARACTER_PX * longest(parts.traces) : 24
  const numbers = parts.yValues.filter(value => typeof value === 'number' && Number.isFinite(value)) as number[]
  const top = numbers.reduce((max, value) => Math.max(max, Math.abs(value)), 1)
  const yDigits = top >= 20 ? Math.round(top * 1.2).toLocaleString('en-US').length : 4
  const left = 44 + CHARACTER_PX * yDigits
  const right = Math.min(legend, CHART_WIDTH_PX / 3)
  const { angle, height } = labelRoom(parts.categories, CHART_WIDTH_PX - left - right)
  return { margin: { l: left, r: right, t: parts.hasTitle ? 52 : 20, b: 44 + height, autoexpand: false }, tickangle: angle }
}

/** Labels lie flat while each has its slot; else they stand, slanted while few. */
function labelRoom(labels: readonly string[], widthPx: number): { angle: number; height: number } {
  const labelPx = CHARACTER_PX * longest(labels)
  const slotPx = widthPx / Math.max(1, labels.length)
  if (labels.length === 0 || labelPx + 8 <= slotPx) return { angle: 0, height: LINE_PX }
  if (slotPx >= LINE_PX * 1.5) return { angle: -35, height: LINE_PX + labelPx * Math.sin((35 * Math.PI) / 180) }
  return { angle: -90, height: labelPx + 6 }
}

function longest(texts: readonly string[]): number {
  // An entity is one character to the eye.
  return texts.reduce((max, text) => Math.max(max, text.replace(/&#\d+;/g, ' ').length), 0)
}
