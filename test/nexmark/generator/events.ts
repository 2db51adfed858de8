import { type Draws, drawsOf } from './draws.ts'
import { auctionOf, bidderOf, EVENTS_PER_FLIGHT, type EventKind, kindOf, newAuction, newPerson, sellerOf } from './ids.ts'
import { type WebPage, webPages } from './web-pages.ts'

export interface EventsOptions {
  readonly count: number
  readonly seed: number
  /** Event time of the first, in ms since 1970. */
  readonly startMs: number
  readonly eventsPerSecond: number
}

/** One event of the auction house. */
export interface NexmarkEvent {
  readonly kind: EventKind
  readonly timestampMs: number
  /** Flat JSON: `event_type` (0 a person, 1 an auction, 2 a bid), then the fields of that kind. */
  readonly value: string
}

const CITIES = 'Tucson,San Diego,Oakland,Nampa,Salem,Eugene,Tacoma,Spokane,Everett,Laramie'.split(',')
const STATES = 'AZ,CA,ID,OR,WA,WY'.split(',')
const FIRST_NAMES = 'Ada,Alan,Barbara,Donald,Edgar,Frances,Grace,Jim,Leslie,Niklaus,Tony'.split(',')
const LAST_NAMES = 'Allen,Codd,Gray,Hoare,Hopper,Knuth,Lamport,Liskov,Turing'.split(',')
const CATEGORIES = 5
const FIRST_CATEGORY = 10
/** Bytes of an event on average, as the reference counts them: numbers have eight. */
const AVERAGE_SIZE = { person: 200, auction: 500, bid: 100 } as const

/**
 * The events of Nexmark in order, as nexmark/nexmark of Flink SQL makes them with its default settings: the same
 * proportions, hot keys, prices, texts and sizes; other random numbers, as the reference has no seed.
 *
 * @see https://github.com/nexmark/nexmark, nexmark-flink, package com.github.nexmark.flink.generator
 */
export function* nexmarkEvents({ count, seed, startMs, eventsPerSecond }: EventsOptions): Generator<NexmarkEvent> {
  const draws = drawsOf(seed)
  const pages = webPages(draws)
  const timeOf = (event: number) => startMs + Math.floor((event * 1000) / eventsPerSecond)
  for (let event = 0; event < count; event++) {
    const kind = kindOf(event)
    const timestampMs = timeOf(event)
    const at = { event, timestampMs, flightMs: timeOf(event + EVENTS_PER_FLIGHT) - timestampMs }
    const value = kind === 'person' ? person(at, draws) : kind === 'auction' ? auction(at, draws) : bid(at, draws, pages)
    yield { kind, timestampMs, value: JSON.stringify(value) }
  }
}

interface Moment {
  readonly event: number
  readonly timestampMs: number
  /** How long it takes until all auctions in flight are new ones. */
  readonly flightMs: number
}

function person({ event, timestampMs }: Moment, draws: Draws): object {
  const name = `${one(FIRST_NAMES, draws)} ${one(LAST_NAMES, draws)}`
  const emailAddress = `${draws.text(7)}@${draws.text(5)}.com`
  const creditCard = Array.from({ length: 4 }, () => String(draws.below(10_000)).padStart(4, '0')).join(' ')
  const city = one(CITIES, draws)
  const state = one(STATES, draws)
  const size = 8 + name.length + emailAddress.length + creditCard.length + city.length + state.length
  const extra = draws.extra(size, AVERAGE_SIZE.person)
  const dateTime = timeText(timestampMs)
  return { event_type: 0, id: newPerson(event), name, emailAddress, creditCard, city, state, dateTime, extra }
}

function auction({ event, timestampMs, flightMs }: Moment, draws: Draws): object {
  const seller = sellerOf(event, draws)
  const category = FIRST_CATEGORY + draws.below(CATEGORIES)
  const initialBid = draws.price()
  const expires = timeText(timestampMs + 1 + draws.below(Math.max(flightMs * 2, 1)))
  const itemName = draws.text(20)
  const description = draws.text(100)
  const reserve = initialBid + draws.price()
  const extra = draws.extra(48 + itemName.length + description.length, AVERAGE_SIZE.auction)
  const dateTime = timeText(timestampMs)
  const id = newAuction(event)
  return { event_type: 1, id, itemName, description, initialBid, reserve, dateTime, expires, seller, category, extra }
}

function bid({ event, timestampMs }: Moment, draws: Draws, pages: (draws: Draws) => WebPage): object {
  const auction = auctionOf(event, draws)
  const bidder = bidderOf(event, draws)
  const price = draws.price()
  const { channel, url } = pages(draws)
  const extra = draws.extra(32, AVERAGE_SIZE.bid)
  return { event_type: 2, auction, bidder, price, channel, url, dateTime: timeText(timestampMs), extra }
}

const one = (list: readonly string[], draws: Draws): string => list[draws.below(list.length)]!

/** As Flink's JSON format writes a TIMESTAMP(3) in its standard `SQL`. */
const timeText = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
