import type { Draws } from './draws.ts'

/** Of each fifty events one is a new person, three are new auctions, the rest are bids, in this order. */
export const PROPORTIONS = { person: 1, auction: 3, bid: 46 } as const
const ALL = PROPORTIONS.person + PROPORTIONS.auction + PROPORTIONS.bid

const FIRST_ID = 1000
/** A hot person or auction is hot for so many. */
const HOT_RATIO = 100
const ACTIVE_PEOPLE = 1000
const AUCTIONS_IN_FLIGHT = 100
/** Ids that are used before they are there, as if events had changed places. */
const LEAD = 10

export type EventKind = keyof typeof PROPORTIONS

export function kindOf(event: number): EventKind {
  const place = event % ALL
  if (place < PROPORTIONS.person) return 'person'
  return place < PROPORTIONS.person + PROPORTIONS.auction ? 'auction' : 'bid'
}

/** The newest person when `event` happens, from 0. @see PersonGenerator.lastBase0PersonId */
function lastPerson(event: number): number {
  return Math.floor(event / ALL)
}

/** The newest auction when `event` happens, from 0; -1 before the first. @see AuctionGenerator.lastBase0AuctionId */
function lastAuction(event: number): number {
  const epoch = Math.floor(event / ALL)
  const place = event % ALL
  if (place < PROPORTIONS.person) return epoch * PROPORTIONS.auction - 1
  return epoch * PROPORTIONS.auction + Math.min(place - PROPORTIONS.person, PROPORTIONS.auction - 1)
}

export const newPerson = (event: number) => FIRST_ID + lastPerson(event)
export const newAuction = (event: number) => FIRST_ID + lastAuction(event)

/** Three of four auctions are of the first of the last hundred people. */
export function sellerOf(event: number, draws: Draws): number {
  return FIRST_ID + (draws.below(4) > 0 ? hot(lastPerson(event)) : somePerson(event, draws))
}

/** Three of four bids are by the second of the last hundred people. */
export function bidderOf(event: number, draws: Draws): number {
  return FIRST_ID + (draws.below(4) > 0 ? hot(lastPerson(event)) + 1 : somePerson(event, draws))
}

/** Every other bid is on the first of the last hundred auctions. */
export function auctionOf(event: number, draws: Draws): number {
  return FIRST_ID + (draws.below(2) > 0 ? hot(lastAuction(event)) : someAuction(event, draws))
}

const hot = (last: number) => Math.floor(last / HOT_RATIO) * HOT_RATIO

/** One of the people who are active, or soon will be. @see PersonGenerator.nextBase0PersonId */
function somePerson(event: number, draws: Draws): number {
  const people = lastPerson(event) + 1
  const active = Math.min(people, ACTIVE_PEOPLE)
  return people - active + draws.below(active + LEAD)
}

/** One of the auctions that are open, or soon will be. @see AuctionGenerator.nextBase0AuctionId */
function someAuction(event: number, draws: Draws): number {
  const last = lastAuction(event)
  const first = Math.max(last - AUCTIONS_IN_FLIGHT, 0)
  return first + draws.below(last - first + 1 + LEAD)
}

/** How many events it takes until all auctions in flight are new ones. */
export const EVENTS_PER_FLIGHT = Math.floor((AUCTIONS_IN_FLIGHT * ALL) / PROPORTIONS.auction)
