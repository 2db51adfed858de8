import {
  decimal,
  fromJson,
  integer,
  type LongColumn,
  lit,
  long,
  type ReadStream,
  string,
  struct,
  timestamp,
} from '../../src/index.ts'

/** The fields of persons, auctions and bids together: `id`, `dateTime` and `extra` are shared. */
const Event = struct({
  event_type: integer(),
  id: long(),
  name: string(),
  emailAddress: string(),
  creditCard: string(),
  city: string(),
  state: string(),
  itemName: string(),
  description: string(),
  initialBid: long(),
  reserve: long(),
  expires: timestamp(),
  seller: long(),
  category: long(),
  auction: long(),
  bidder: long(),
  price: long(),
  channel: string(),
  url: string(),
  dateTime: timestamp(),
  extra: string(),
})

/** How late an event may be. @see Flink's `WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND` */
export const DELAY = '4 seconds'

/** Where a query reads. */
export interface EventSource {
  readonly readStream: ReadStream
  readonly topic: string
}

const events = ({ readStream, topic }: EventSource) =>
  readStream
    .kafka({ subscribe: topic, startingOffsets: 'earliest' })
    .select(r => ({ event: fromJson(r.value.cast('string'), Event) }))
    .select(r => ({ ...r.event }))

/** The views of Flink's `ddl_views.sql`. */
export const persons = (source: EventSource) =>
  events(source)
    .filter(e => e.event_type.eq(0))
    .select(({ id, name, emailAddress, creditCard, city, state, dateTime, extra }) => {
      return { id, name, emailAddress, creditCard, city, state, dateTime, extra }
    })

export const auctions = (source: EventSource) =>
  events(source)
    .filter(e => e.event_type.eq(1))
    .select(({ id, itemName, description, initialBid, reserve, dateTime, expires, seller, category, extra }) => {
      return { id, itemName, description, initialBid, reserve, dateTime, expires, seller, category, extra }
    })

export const bids = (source: EventSource) =>
  events(source)
    .filter(e => e.event_type.eq(2))
    .select(({ auction, bidder, price, channel, url, dateTime, extra }) => {
      return { auction, bidder, price, channel, url, dateTime, extra }
    })

const RATE = lit('0.908').cast(decimal(3, 3))

/** `0.908 * price`: a decimal, as in SQL. */
export const inEuros = (price: LongColumn) => RATE.multiply(price)
