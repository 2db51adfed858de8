import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EventsOptions, type NexmarkEvent, nexmarkEvents } from './events.ts'
import { reversedBits } from './web-pages.ts'

const START_MS = Date.UTC(2015, 6, 15)
const OPTIONS = { count: 50_000, seed: 7, startMs: START_MS, eventsPerSecond: 10_000 }
const made = (options: Partial<EventsOptions> = {}) => [...nexmarkEvents({ ...OPTIONS, ...options })]
const events = made()
/** Of any kind: absent ones are NaN and ''. */
interface Fields {
  readonly n: number
  number(name: string): number
  text(name: string): string
}
const fieldsOf = (kind: NexmarkEvent['kind']): Fields[] =>
  events.flatMap((event, n) => {
    if (event.kind !== kind) return []
    const fields = JSON.parse(event.value) as Record<string, unknown>
    return [{ n, number: name => Number(fields[name]), text: name => String(fields[name]) }]
  })
const [persons, auctions, bids] = [fieldsOf('person'), fieldsOf('auction'), fieldsOf('bid')]
const share = (rows: readonly Fields[], is: (row: Fields) => boolean) => rows.filter(is).length / rows.length
const near = (found: number, wanted: number, far: number) => assert.ok(Math.abs(found - wanted) < far, `${found}, not ${wanted}`)

test('of fifty events one is a person, then come three auctions, then 46 bids', () => {
  const fifty = ['person', ...Array(3).fill('auction'), ...Array(46).fill('bid')]
  assert.deepEqual(
    events.map(({ kind }) => kind),
    Array.from(events, (_, n) => fifty[n % 50]),
  )
})

test('the same seed gives the same events, another one others', () => {
  assert.deepEqual(made({ count: 200 }), events.slice(0, 200))
  assert.notDeepEqual(made({ count: 200, seed: 8 }), events.slice(0, 200))
})

test('events happen in order, so many a second', () => {
  assert.equal(events[0]!.timestampMs, START_MS)
  assert.equal(events[12_345]!.timestampMs, START_MS + 1234)
  for (const { n, text } of bids) {
    assert.equal(Date.parse(`${text('dateTime').replace(' ', 'T')}Z`), events[n]!.timestampMs)
  }
})

test('persons and auctions are numbered as they come', () => {
  for (const rows of [persons, auctions]) assert.ok(rows.every(({ number }, i) => number('id') === 1000 + i))
})

test('half of the bids are on the hot auction, three quarters by the hot bidder, three quarters of auctions by the hot seller', () => {
  const hot = (n: number, perFifty: number) => Math.floor((Math.floor(n / 50) * perFifty + perFifty - 1) / 100) * 100
  // The others meet the hot one by chance now and then.
  const onHot = share(bids, ({ n, number }) => number('auction') === 1000 + hot(n, 3))
  near(onHot, 0.5, 0.02)
  const byHot = share(bids, ({ n, number }) => number('bidder') === 1001 + hot(n, 1))
  near(byHot, 0.75, 0.02)
  const ofHot = share(auctions, ({ n, number }) => number('seller') === 1000 + hot(n, 1))
  near(ofHot, 0.75, 0.03)
})

test('bids are on auctions in flight, or up to ten ahead', () => {
  for (const { n, number } of bids) {
    const [auction, last] = [number('auction'), 1000 + Math.floor(n / 50) * 3 + 2]
    assert.ok(auction >= last - 100 && auction <= last + 10, `${auction} at ${n}`)
  }
})

test('half of the bids come from the four hot channels; nine in ten other pages tell their channel', () => {
  const isHot = ({ text }: Fields) => ['Google', 'Facebook', 'Baidu', 'Apple'].includes(text('channel'))
  const others = bids.filter(bid => !isHot(bid))
  near(others.length / bids.length, 0.5, 0.02)
  const telling = share(others, ({ text }) => text('url').includes('&channel_id='))
  near(telling, 0.9, 0.02)
  for (const { text } of bids) {
    assert.match(text('url'), /^https:\/\/www\.nexmark\.com(\/[a-z_]{3,4}){3}\/item\.htm\?query=1(&channel_id=\d+)?$/)
  }
})

test('prices are even over the powers of ten', () => {
  for (const part of [100, 1e3, 1e4, 1e5, 1e6, 1e7]) {
    const within = share(bids, ({ number }) => number('price') >= part && number('price') < part * 10)
    near(within, 1 / 6, 0.02)
  }
  assert.ok(bids.every(({ number }) => number('price') >= 100 && number('price') <= 1e8))
})

test('events are as large on average as the reference counts them', () => {
  const average = (rows: readonly Fields[], numbers: number, ...texts: string[]) => {
    const characters = rows.flatMap(({ text }) => texts.map(name => text(name).length))
    return numbers * 8 + characters.reduce((sum, length) => sum + length, 0) / rows.length
  }
  near(average(bids, 4, 'extra'), 100, 2)
  near(average(auctions, 6, 'itemName', 'description', 'extra'), 500, 10)
  near(average(persons, 1, 'name', 'emailAddress', 'creditCard', 'city', 'state', 'extra'), 200, 5)
})

test('extras hold what JSON escapes, as those of the reference do', () => {
  const escaped = share(bids, ({ text }) => text('extra').includes('\\'))
  assert.ok(escaped > 0.6 && escaped < 0.8, `${escaped}`)
})

test('an auction ends after it has begun', () => {
  for (const { text } of auctions) assert.ok(text('expires') > text('dateTime'))
})

test('bits are reversed as in Java', () => {
  assert.deepEqual([0, 1, 2, 9999].map(reversedBits), [0, -2147483648, 1073741824, -253493248])
})
