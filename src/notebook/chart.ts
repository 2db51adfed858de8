import { createHash } from 'node:crypto'
import { type ChartSpec, chartFigure, type PlotlyFigure } from './chart-figure.ts'
import { visibleText } from './escape-html.ts'
import { type Html, html } from './html.ts'
import { inspectable } from './inspectable.ts'
import { type DisplayBundle, displayBundle } from './kernel.ts'
import { canUpgrade, upgradeScript } from './plotly-script.ts'
import { staticSvg } from './static-svg.ts'
import type { Viewable } from './viewable.ts'

/** A picture that shows itself as the last expression of a cell, once; `show()` shows it in the middle of one. */
export class Chart {
  readonly figure: PlotlyFigure

  constructor(figure: PlotlyFigure) {
    this.figure = figure
  }

  show(): void {
    displayBundle(chartBundle(this.figure))
  }

  /** The picture as SVG text, as a report needs it. */
  svg(): string {
    return staticSvg(this.figure)
  }
}

/**
 * A chart of a batch, a column batch, a danfo frame or rows. Column names are those of the output.
 *
 * @throws SluiceError COLUMN_NOT_FOUND at once, not when it is drawn
 * @example chart(batch, { x: 'window', y: 'total_amount', color: 'type' })
 */
export function chart(data: Viewable, spec: ChartSpec): Chart {
  return new Chart(chartFigure(data, spec))
}

/** Any figure of Plotly's, for what `chart` does not draw. Texts from messages must be escaped by the caller. */
export function plot(figure: PlotlyFigure): Chart {
  return new Chart(figure)
}

/**
 * One output in four layers, of which each viewer takes the best that it can: Plotly's own MIME type, HTML with a
 * picture that needs no script, a script that makes it interactive where Plotly is loaded, text.
 */
export function chartBundle(figure: PlotlyFigure): DisplayBundle {
  const json = JSON.stringify({ data: figure.data, layout: figure.layout ?? {} })
  const title = chartTitle(figure)
  const id = createHash('sha256').update(json).digest('hex').slice(0, 16)
  const picture = html`<div data-sluice-chart="${id}" style="max-width:960px">${pictureOf(figure, title)}</div>`
  return {
    'application/vnd.plotly.v1+json': { ...JSON.parse(json), config: { responsive: true, displaylogo: false } },
    'text/html': picture.markup + (canUpgrade(figure) ? upgradeScript(id, json) : ''),
    'text/plain': `[chart] ${title}`,
  }
}

function pictureOf(figure: PlotlyFigure, title: string): Html {
  let svg: string
  try {
    svg = staticSvg(figure)
  } catch {
    // Heat maps, images and 3-D need a canvas, that only a browser has.
    const types = figure.data.map(trace => String((trace as { type?: unknown }).type)).join(', ')
    return html`<i>${title}: a chart of type ${types} has no static picture; it shows where the viewer has Plotly (JupyterLab with the plotly extension, VS Code).</i>`
  }
  const source = `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`
  return html`<img src="${source}" alt="${title}" style="max-width:100%">`
}

function chartTitle({ data, layout }: PlotlyFigure): string {
  const { title, annotations = [] } = (layout ?? {}) as { title?: { text?: string }; annotations?: readonly { text?: string }[] }
  const texts = title?.text === undefined ? annotations.flatMap(annotation => annotation.text ?? []).reverse() : [title.text]
  const text = texts.length === 0 ? `${data.length} series` : texts.join(' by ')
  // The texts carry Plotly's escapes; here they are text again.
  return visibleText(text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))))
}

inspectable(Chart.prototype, chart => chartBundle(chart.figure))
