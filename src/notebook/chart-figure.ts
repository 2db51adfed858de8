import { axisMargins } from './chart-margins.ts'
import { cutText, visibleText } from './escape-html.ts'
import { histogramBins } from './histogram-bins.ts'
import { type Series, seriesOf } from './series.ts'
import { SERIES_COLOURS } from './theme.ts'
import type { Viewable } from './viewable.ts'

/** A figure as Plotly takes it: traces and layout. Titles are objects: `{ text: '…' }`. */
export interface PlotlyFigure {
  readonly data: readonly object[]
  readonly layout?: object
}

export type ChartKind = 'bar' | 'line' | 'area' | 'scatter' | 'pie' | 'histogram'

/** What a chart shows: which column goes where. */
export interface ChartSpec {
  /** A column; `window` is drawn by its start, labelled `12:00–12:05`. */
  readonly x: string
  /** One column, or several as series of their own. Not for histograms. */
  readonly y?: string | readonly string[]
  /** A series for each value of this column. */
  readonly color?: string
  /** Bars over labels and windows, lines over numbers and times, unless said. */
  readonly kind?: ChartKind
  /** Bars or areas on top of each other instead of side by side. */
  readonly stack?: boolean
  readonly title?: string
  readonly xTitle?: string
  readonly yTitle?: string
  /** In pixels, 380 by default. */
  readonly height?: number
  /** IANA name of the session's zone, UTC by default. */
  readonly timeZone?: string
}

const MAX_LABEL_CHARACTERS = 40

interface Trace {
  readonly name: string
  readonly x: (number | string | null)[]
  readonly y: (number | string | null)[]
}

/** What `chart` draws, as data. @throws SluiceError COLUMN_NOT_FOUND */
export function chartFigure(data: Viewable, spec: ChartSpec): PlotlyFigure {
  const x = seriesOf(data, spec.x, spec.timeZone)
  if (x.values.length === 0) return emptyFigure(spec)
  if (spec.kind === 'histogram') return histogramFigure(x, spec)
  const ys = (typeof spec.y === 'string' ? [spec.y] : (spec.y ?? [])).map(name => seriesOf(data, name, spec.timeZone))
  if (spec.kind === 'pie') return pieFigure(x, ys[0], spec)
  const kind = spec.kind ?? (x.kind === 'window' || x.kind === 'text' ? 'bar' : 'line')
  const color = spec.color === undefined ? undefined : seriesOf(data, spec.color, spec.timeZone)
  const traces = tracesOf(x, ys, color)
  const isCategory = x.kind === 'window' || x.kind === 'text'
  const categories = isCategory ? [...new Set(inOrder(x).map(row => labelOf(x.values[row]!)))] : []
  return {
    data: traces.map((trace, i) => ({
      ...shapeOf(kind, spec.stack === true),
      name: trace.name,
      x: isCategory ? trace.x.map(labelOf) : trace.x,
      y: trace.y,
      marker: { color: SERIES_COLOURS[i % SERIES_COLOURS.length] },
    })),
    layout: layoutOf(spec, {
      traces: traces.map(trace => trace.name),
      hasLegend: traces.length > 1,
      barmode: spec.stack === true ? 'stack' : 'group',
      xTitle: plotlyText(spec.xTitle ?? (x.note === undefined ? x.name : `${x.name}, ${x.note}`)),
      yTitle: plotlyText(spec.yTitle ?? ys.map(y => y.name).join(', ')),
      xaxis: isCategory
        ? { type: 'category', categoryorder: 'array', categoryarray: categories }
        : { type: x.kind === 'time' ? 'date' : 'linear' },
      categories,
      yValues: traces.flatMap(trace => trace.y),
    }),
  }
}

/** Rows in the order in which they are drawn: windows by start, numbers and times ascending, texts as they come. */
function inOrder(x: Series): number[] {
  const rows = x.values.map((_, row) => row)
  if (x.kind === 'text') return rows
  const keys = x.order ?? x.values
  return rows.sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b))
}

function tracesOf(x: Series, ys: readonly Series[], color: Series | undefined): Trace[] {
  const traces = new Map<string, Trace>()
  for (const row of inOrder(x)) {
    for (const y of ys) {
      const group = color === undefined ? '' : labelOf(color.values[row] ?? 'NULL')
      const name = color === undefined ? plotlyText(y.name) : ys.length === 1 ? group : `${group}, ${plotlyText(y.name)}`
      let trace = traces.get(name)
      if (trace === undefined) {
        trace = { name, x: [], y: [] }
        traces.set(name, trace)
      }
      trace.x.push(x.values[row]!)
      trace.y.push(y.values[row]!)
    }
  }
  const all = [...traces.values()]
  return color === undefined ? all : all.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function shapeOf(kind: ChartKind, isStacked: boolean): object {
  switch (kind) {
    case 'line':
      return { type: 'scatter', mode: 'lines+markers' }
    case 'scatter':
      return { type: 'scatter', mode: 'markers' }
    case 'area':
      return { type: 'scatter', mode: 'lines', ...(isStacked ? { stackgroup: 'all' } : { fill: 'tozeroy' }) }
    default:
      return { type: 'bar' }
  }
}

function pieFigure(x: Series, y: Series | undefined, spec: ChartSpec): PlotlyFigure {
  const labels = x.values.map(labelOf)
  const values = y === undefined ? labels.map(() => 1) : y.values
  return {
    data: [{ type: 'pie', labels, values, sort: false, textinfo: 'percent', hole: 0.4 }],
    layout: {
      ...layoutOf(spec, { traces: labels, hasLegend: true, xTitle: '', yTitle: '', xaxis: {}, categories: [], yValues: [] }),
      colorway: SERIES_COLOURS,
    },
  }
}

function histogramFigure(x: Series, spec: ChartSpec): PlotlyFigure {
  const { centers, counts, width } = histogramBins(x.values.filter(value => typeof value === 'number'))
  return {
    data: [
      { type: 'bar', x: centers, y: counts, width: width * 0.96, marker: { color: SERIES_COLOURS[0] }, name: plotlyText(x.name) },
    ],
    layout: layoutOf(spec, {
      traces: [],
      hasLegend: false,
      xTitle: plotlyText(spec.xTitle ?? x.name),
      yTitle: plotlyText(spec.yTitle ?? 'rows'),
      xaxis: { type: 'linear', tickformat: ',' },
      categories: [],
      yValues: counts,
    }),
  }
}

function emptyFigure(spec: ChartSpec): PlotlyFigure {
  const parts = { traces: [], hasLegend: false, xTitle: '', yTitle: '', categories: [], yValues: [] }
  return {
    data: [],
    layout: {
      ...layoutOf({ ...spec, height: spec.height ?? 180 }, { ...parts, xaxis: { visible: false } }),
      yaxis: { visible: false },
      annotations: [
        {
          text: 'no rows yet',
          showarrow: false,
          xref: 'paper',
          yref: 'paper',
          x: 0.5,
          y: 0.5,
          font: { size: 16, color: '#888' },
        },
      ],
    },
  }
}

/** Titles of axes at the rim, beyond labels of any length: Plotly's own stand where it measured the labels to end. */
function axisTitles({ xTitle, yTitle }: LayoutParts, margin: { readonly l: number; readonly b: number }): object[] {
  const title = { showarrow: false, xref: 'paper', yref: 'paper', font: { size: 13 } }
  return [
    { ...title, text: xTitle, x: 0.5, y: 0, yanchor: 'bottom', yshift: -margin.b + 4 },
    { ...title, text: yTitle, x: 0, y: 0.5, xanchor: 'center', yanchor: 'middle', textangle: -90, xshift: -margin.l + 14 },
  ].filter(({ text }) => text !== '')
}

interface LayoutParts {
  readonly traces: readonly string[]
  readonly hasLegend: boolean
  readonly barmode?: string
  readonly xTitle: string
  readonly yTitle: string
  readonly xaxis: object
  readonly categories: readonly string[]
  readonly yValues: readonly (number | string | null)[]
}

function layoutOf(spec: ChartSpec, parts: LayoutParts): object {
  const { margin, tickangle } = axisMargins({ ...parts, hasTitle: spec.title !== undefined })
  const axis = { gridcolor: '#ebebeb', linecolor: '#999', zerolinecolor: '#999', automargin: false }
  return {
    ...(spec.title === undefined
      ? {}
      : { title: { text: plotlyText(spec.title), x: 0.02, xanchor: 'left', font: { size: 16 } } }),
    height: spec.height ?? 380,
    font: { family: 'Helvetica, Arial, sans-serif', size: 12, color: '#333' },
    paper_bgcolor: '#fff',
    plot_bgcolor: '#fff',
    separators: '.,',
    showlegend: parts.hasLegend,
    ...(parts.barmode === undefined ? {} : { barmode: parts.barmode }),
    bargap: 0.25,
    margin,
    annotations: axisTitles(parts, margin),
    xaxis: {
      ...axis,
      showgrid: false,
      showline: true,
      ticks: 'outside',
      tickangle,
      ...parts.xaxis,
    },
    yaxis: { ...axis, tickformat: ',', rangemode: 'tozero' },
  }
}

function labelOf(value: number | string | null): string {
  return value === null ? 'NULL' : plotlyText(String(value))
}

/** Plotly reads tags, entities and (with MathJax) TeX in its texts: a text of ours is none of that. */
export function plotlyText(text: string): string {
  return visibleText(cutText(text, MAX_LABEL_CHARACTERS)).replace(/[&<>$]/g, found => `&#${found.charCodeAt(0)};`)
}
