import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chart, chartBundle, plot } from '../../src/notebook/chart.ts'
import { histogramBins } from '../../src/notebook/histogram-bins.ts'
import { plotlyScript } from '../../src/notebook/plotly-script.ts'

/** The little of jsdom that is used here. */
interface JsdomModule {
  readonly JSDOM: new (markup: string, options: object) => { readonly window: PageWindow }
}
interface PageWindow {
  readonly document: { querySelector(selector: string): object | null }
  close(): void
}
interface Trace {
  name: string
  x: unknown[]
  y: unknown[]
  type: string
}
const minute = (m: number) => new Date(Date.UTC(2024, 4, 1, 12, m))
const windowAt = (m: number) => ({ start: minute(m), end: minute(m + 5) })
const rows = [
  { window: windowAt(5), type: 'b', total: 4 },
  { window: windowAt(0), type: 'b', total: 3 },
  { window: windowAt(0), type: 'a', total: 1 },
]

test('windows stand in the order of their start, a series for each value of color', () => {
  const { data, layout } = chart(rows, { x: 'window', y: 'total', color: 'type' }).figure
  assert.deepEqual(
    (data as Trace[]).map(({ name, x, y, type }) => ({ name, x, y, type })),
    [
      { name: 'a', x: ['12:00–12:05'], y: [1], type: 'bar' },
      { name: 'b', x: ['12:00–12:05', '12:05–12:10'], y: [3, 4], type: 'bar' },
    ],
  )
  assert.deepEqual((layout as { xaxis: { categoryarray: string[] } }).xaxis.categoryarray, ['12:00–12:05', '12:05–12:10'])
})

test('the static picture has every label, axis title and legend entry', () => {
  const svg = chart(rows, { x: 'window', y: 'total', color: 'type', title: 'Totals' }).svg()
  for (const text of ['Totals', '12:00–12:05', '12:05–12:10', 'window, 2024-05-01', 'total', '>a<', '>b<'])
    assert.ok(svg.includes(text), text)
})

test('no rows are a picture that says so', () => {
  assert.match(chart([], { x: 'window', y: 'total' }).svg(), /no rows yet/)
})

test('a column that is not there is named at once, with those that are', () => {
  assert.throws(() => chart(rows, { x: 'windw', y: 'total' }), {
    code: 'COLUMN_NOT_FOUND',
    message: /"windw".*window, type, total/,
  })
})

test('a picture is the same each time: nothing of the run is in an output', () => {
  const draw = () => chartBundle(chart(rows, { x: 'window', y: 'total' }).figure)['text/html']
  const first = draw()
  assert.ok(first === draw())
})

test('a figure that only a browser can draw says so instead of failing', () => {
  const { 'text/html': markup } = chartBundle(plot({ data: [{ type: 'heatmap', z: [[1]] }] }).figure)
  assert.match(markup as string, /heatmap has no static picture/)
})

test('bins of a histogram have round bounds and hold every value once', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1003)
  const { centers, counts, width } = histogramBins(values)
  assert.equal(
    counts.reduce((a, b) => a + b),
    1000,
  )
  assert.deepEqual([width, centers[0]], [100, 50])
  assert.deepEqual(histogramBins([5]), { centers: [5.5], counts: [1], width: 1 })
})

test('a page with the inline script draws the chart in the place of its picture', async () => {
  const { JSDOM } = require('jsdom') as JsdomModule
  const page = chartBundle(chart(rows, { x: 'window', y: 'total' }).figure)['text/html'] as string
  const standIn = '<script>window.Plotly.newPlot = function (e) { e.id = "alive"; return Promise.resolve() }</script>'
  const { window } = new JSDOM(`<body>${plotlyScript()}${standIn}${page}</body>`, { runScripts: 'dangerously' })
  await new Promise(setImmediate)
  assert.ok(window.document.querySelector('[data-sluice-chart] > #alive'))
  assert.equal(window.document.querySelector('img'), null)
  window.close()
})
