import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BatchSummary, cardHtml, cardText } from '../../src/notebook/card.ts'
import { chart, chartBundle } from '../../src/notebook/chart.ts'
import { bundleOf } from '../../src/notebook/show.ts'
import { statusCard } from '../../src/notebook/status-card.ts'
import { tableBundle } from '../../src/notebook/table.ts'
import { vectorOf } from '../../src/schema/column-builder.ts'
import { string, struct } from '../../src/schema/data-type.ts'
import { HOSTILE_TEXTS } from './hostile.ts'

interface Dom {
  window: { document: { body: Element; querySelectorAll(selector: string): Iterable<Element> } }
}
interface Element {
  readonly tagName: string
  readonly textContent: string
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
  querySelectorAll(selector: string): Iterable<Element>
}
const { JSDOM } = require('jsdom') as { JSDOM: new (markup: string, options?: object) => Dom }

const OUR_TAGS = new Set('DIV TABLE THEAD TBODY TR TH TD SPAN B BR DETAILS SUMMARY IMG SCRIPT'.split(' '))
const OUR_ATTRIBUTES = new Set(['style', 'title', 'src', 'alt', 'data-sluice-chart'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

function assertOnlyOurs(markup: string, shape: string): void {
  const { body } = new JSDOM(`<!doctype html><body>${markup}</body>`).window.document
  const tags: string[] = []
  for (const element of body.querySelectorAll('*')) {
    assert.ok(OUR_TAGS.has(element.tagName), `foreign element ${element.tagName}`)
    tags.push(element.tagName)
    for (const { name } of element.attributes) assert.ok(OUR_ATTRIBUTES.has(name), `foreign attribute ${name}`)
  }
  assert.equal(tags.join(' '), shape)
  assert.doesNotMatch(body.textContent, STEERING)
}

function shapeOf(markup: string): string {
  const { body } = new JSDOM(`<!doctype html><body>${markup}</body>`).window.document
  return Array.from(body.querySelectorAll('*'), element => element.tagName).join(' ')
}

const batchOf = (text: string) => ({
  schema: struct({ [text]: string() }),
  numRows: 1,
  columns: [vectorOf(string(), [text])],
})
const summaryOf = (text: string): BatchSummary => ({
  queryName: text,
  batchId: 1,
  numInputRows: 1,
  numOutputRows: 0,
  inputRowsPerSecond: 1,
  durationMs: { triggerExecution: 2, [`_${text}`]: 1 },
  offsets: [{ topic: text, partition: 0, startOffset: 0, endOffset: 1 }],
  watermark: text,
  counted: 0,
  sources: [text, `${text} 2`].map(description => ({ description, numInputRows: 1 })),
  stateOperators: [text, `${text} 2`].map(operatorName => ({ operatorName, numRowsTotal: 1 })),
  leftOut: [{ kind: 'bad', reason: text, count: 1 }],
  emptyBecause: text,
})

test('no text of a message becomes an element, an attribute or a control character of a table or a card', () => {
  const views: ((text: string) => { html: string; plain: string })[] = [
    text => both(tableBundle(batchOf(text), { title: text })),
    text => both(bundleOf([{ [`_${text}`]: text, list: [text], object: { text } }], { title: text })),
    text => ({ html: cardHtml(summaryOf(text)).markup, plain: cardText(summaryOf(text)) }),
    text => both(statusCard(text, [{ name: text, ok: 'bad', text, fix: text }])),
  ]
  assert.ok(HOSTILE_TEXTS.length > 200)
  for (const view of views) {
    const shape = shapeOf(view('harmless').html)
    const shown = HOSTILE_TEXTS.map(view)
    assertOnlyOurs(shown.map(({ html }) => html).join(''), shown.map(() => shape).join(' '))
    for (const { plain } of shown) assert.doesNotMatch(plain, STEERING)
  }
})

test('a chart shows a hostile label as text: no link, no script, no entity of it in the picture or around it', () => {
  const all = HOSTILE_TEXTS.join(' ')
  const rows = HOSTILE_TEXTS.map((text, i) => ({ x: text, y: i, c: HOSTILE_TEXTS[i % 50] }))
  const titles = [...HOSTILE_TEXTS.slice(0, 12), all]
  for (const title of titles) {
    const made = chart(title === all ? rows : rows.slice(0, 1), {
      x: 'x',
      y: 'y',
      color: 'c',
      title,
      xTitle: title,
      yTitle: title,
    })
    const { body } = new JSDOM(`<!doctype html><body>${made.svg()}</body>`).window.document
    for (const element of body.querySelectorAll('*')) {
      assert.match(element.tagName, /^(svg|g|defs|clippath|rect|path|text|tspan|style|circle|line)$/i)
      for (const { name } of element.attributes) assert.doesNotMatch(name, /^on|href|data-command/i)
    }
    const bundle = chartBundle(made.figure)
    assertOnlyOurs(bundle['text/html'] as string, 'DIV IMG SCRIPT')
    assert.doesNotMatch(bundle['text/plain'], STEERING)
  }
})

function both(bundle: Record<string, unknown>): { html: string; plain: string } {
  return { html: bundle['text/html'] as string, plain: bundle['text/plain'] as string }
}
