import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PlotlyFigure } from './chart-figure.ts'
import { axisMargins, CHART_WIDTH_PX } from './chart-margins.ts'

interface Plotly {
  newPlot(element: object, data: readonly object[], layout: object, config: object): Promise<unknown>
  purge(element: object): void
  readonly Snapshot: { toSVG(element: object, format: 'svg', scale: number): string }
}

interface Studio {
  readonly math: { random(): number }
  readonly plotly: Plotly
  readonly document: Document
}

/** The little of a DOM that is used here; the library has no DOM types. */
interface Element {
  readonly tagName: string
  readonly textContent: string | null
  readonly style?: { readonly fontSize?: string; readonly textAnchor?: string }
  getAttribute(name: string): string | null
  readonly parentElement: Element | null
  querySelectorAll(selector: string): Iterable<Element>
  remove(): void
}
interface Document {
  createElement(tag: string): Element
  readonly body: { appendChild(element: Element): void }
}
interface JsdomModule {
  readonly VirtualConsole: new () => object
  readonly JSDOM: new (
    markup: string,
    options: object,
  ) => { readonly window: Record<'SVGElement' | 'Element' | 'HTMLCanvasElement', { prototype: object }> & StudioWindow }
}
interface StudioWindow {
  readonly document: Document
  readonly Plotly: Plotly
  readonly URL: object
  readonly Math: { random(): number }
  eval(source: string): void
}

let studio: Studio | undefined

/**
 * A figure as an SVG picture, drawn by plotly.js itself in a DOM without a browser. Synchronous, because a cell prints
 * its last expression synchronously: Plotly draws traces of SVG kinds in one go and awaits nothing.
 * The first call loads jsdom and plotly.js (about 1 s), further ones take some 50 ms.
 */
export function staticSvg(figure: PlotlyFigure): string {
  studio ??= openStudio()
  const { plotly, document, math } = studio
  math.random = randomOf(JSON.stringify(figure))
  const element = document.createElement('div')
  document.body.appendChild(element)
  try {
    const { data, layout } = staticFigure(figure)
    // The promise settles after the element is gone, and then fails: by then the picture is taken.
    plotly.newPlot(element, data, layout, { staticPlot: true }).catch(() => undefined)
    return plotly.Snapshot.toSVG(element, 'svg', 1)
  } finally {
    plotly.purge(element)
    element.remove()
  }
}

/** Loads what `staticSvg` needs, so that the first chart is as quick as the others. */
export function loadStaticSvg(): void {
  studio ??= openStudio()
}

/** A copy (Plotly writes into what it gets) with a fixed width and without automatic margins, which need a real layout. */
function staticFigure(figure: PlotlyFigure): { data: object[]; layout: Record<string, unknown> } {
  const { data, layout } = JSON.parse(JSON.stringify({ data: figure.data, layout: figure.layout ?? {} })) as {
    data: { name?: string; y?: unknown; x?: unknown }[]
    layout: Record<string, unknown>
  }
  for (const [name, axis] of Object.entries(layout)) {
    if (/^[xy]axis\d*$/.test(name)) Object.assign(axis as object, { automargin: false })
  }
  const names = data.map((trace, i) => trace.name ?? `trace ${i}`)
  const { margin } = axisMargins({
    traces: names,
    hasLegend: data.length > 1,
    hasTitle: layout.title !== undefined,
    categories: [],
    yValues: data.flatMap(trace => (Array.isArray(trace.y) ? trace.y : [])),
  })
  return { data, layout: { width: CHART_WIDTH_PX, height: 380, ...layout, margin: { ...margin, ...(layout.margin as object) } } }
}

function openStudio(): Studio {
  const { JSDOM, VirtualConsole } = require('jsdom') as JsdomModule
  const { window } = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  })
  // What Plotly asks a browser for and jsdom, which lays nothing out, does not have.
  const box = function (this: Element) {
    return boxOf(this)
  }
  const width = function (this: Element) {
    return boxOf(this).width
  }
  Object.assign(window.SVGElement.prototype, { getBBox: box, getComputedTextLength: width })
  Object.assign(window.Element.prototype, { getBoundingClientRect: box })
  Object.assign(window.HTMLCanvasElement.prototype, { getContext: () => null })
  Object.assign(window.URL, { createObjectURL: () => '' })
  Object.assign(window, { matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }) })
  window.eval(readFileSync(require.resolve('plotly.js-dist'), 'utf8'))
  return { plotly: window.Plotly, document: window.document, math: window.Math }
}

/**
 * Plotly names its clip paths at random. Drawn from the figure, the names are the same each time, so that a notebook that
 * is run again does not change, and differ between figures, which may stand on one page.
 */
function randomOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE()
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Mean width of a character of a sans-serif font, in parts of its size. */
const CHARACTER_WIDTH = 0.57
const LINE_HEIGHT = 1.3

/** The size of a text by its length and font size; of a group, that of its largest text. Positions are not known. */
function boxOf(element: Element) {
  const texts = element.tagName === 'text' || element.tagName === 'tspan' ? [element] : [...element.querySelectorAll('text')]
  let width = 0
  let height = 0
  for (const text of texts) {
    const lines = [...text.querySelectorAll('tspan.line')]
    const fontPx = fontSizeOf(text)
    const lengths = (lines.length === 0 ? [text] : lines).map(line => (line.textContent ?? '').length)
    width = Math.max(width, Math.max(...lengths) * fontPx * CHARACTER_WIDTH)
    height = Math.max(height, lengths.length * fontPx * LINE_HEIGHT)
  }
  const anchor = element.tagName === 'text' ? element.style?.textAnchor || element.getAttribute('text-anchor') : undefined
  const left = anchor === 'middle' ? -width / 2 : anchor === 'end' ? -width : 0
  // A text stands on its base line, not below it.
  const top = element.tagName === 'text' ? -fontSizeOf(element) : 0
  return { x: left, y: top, left, top, right: left + width, bottom: top + height, width, height }
}

function fontSizeOf(element: Element): number {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const size = Number.parseFloat(at.style?.fontSize ?? '')
    if (size > 0) return size
  }
  return 12
}
