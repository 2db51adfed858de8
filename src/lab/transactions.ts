import { SluiceError } from '../util/error.ts'
import { eventTimeText } from './event-time.ts'
import { seededRandom } from './random.ts'
import { SPOILED_KINDS, type SpoiledKind, spoiledValue } from './spoiled-value.ts'
import { type Transaction, transactionJson } from './transaction-json.ts'

/** How many records are out of order in event time, and by how much. */
export interface Lateness {
  /** Share of all records, 0 to 1. */
  readonly share: number
  /** A late record lies 1 s to this much behind, evenly spread. Default 90 000. */
  readonly maxMs?: number
}

export interface TransactionsOptions {
  /** How many records. Default 1000; `Infinity` never ends. */
  readonly count?: number
  /** The same seed gives the same records. Default 42. */
  readonly seed?: number
  /** Event time of the first record, in ms since 1970; without it each record happens when it is asked for. */
  readonly startMs?: number
  /** From one event time to the next, when `startMs` is given. Default 1000. */
  readonly stepMs?: number
  /** Default: none is late. */
  readonly late?: Lateness
  /** Share of broken messages, 0 to 1. Default 0. */
  readonly bad?: number
  /** The field that becomes the Kafka key. Default: no key, as in the lab. */
  readonly key?: keyof Transaction
  /** The clock for records without `startMs`. */
  readonly now?: () => number
}

/** One message of the lab, ready to be sent. */
export interface TransactionEvent {
  readonly index: number
  readonly key?: string
  readonly value: string
  /** Event time, which is also the timestamp of the Kafka record: the field `timestamp` has whole seconds of it. */
  readonly timestampMs: number
  /** What the message tells, or would tell if it were not broken. */
  readonly transaction: Transaction
  /** How far the event time lies behind its turn; 0 when it is in order. */
  readonly lateMs: number
  /** How the message is broken; null when it is not. */
  readonly bad: SpoiledKind | null
}

const TYPES = ['purchase', 'refund', 'transfer', 'withdrawal'] as const
/** 9999-12-31T23:59:59.999Z: event times have four digits for the year. */
const LAST_EVENT_MS = 253_402_300_799_999
const LOCATIONS = ['online', 'store'] as const

/**
 * The records of the lab's producer, one after the other.
 *
 * Fields, lateness and damage are drawn from three sequences of their own, so that `late` and `bad` change the
 * records they touch and no others.
 *
 * @throws INVALID_OPTION for a share outside 0 to 1 or a count, seed or duration that is none
 */
export function* transactions(options: TransactionsOptions = {}): Generator<TransactionEvent> {
  const { count = 1000, seed = 42, startMs, stepMs = 1000, late = { share: 0 }, bad = 0, key, now = Date.now } = options
  const { share: lateShare, maxMs = 90_000 } = late
  checkOptions({ count, seed, startMs: startMs ?? 0, stepMs, lateShare, maxMs, bad })
  const fields = seededRandom(seed)
  const lateness = seededRandom(seed ^ 0x6c617465)
  const damage = seededRandom(seed ^ 0x62616421)
  let badTurn = Math.floor(damage() * SPOILED_KINDS.length)
  for (let index = 0; index < count; index++) {
    const isLate = lateness() < lateShare
    const latenessDrawn = lateness()
    const lateMs = isLate ? Math.min(Math.round(maxMs), 1000 + Math.floor(latenessDrawn * Math.max(0, maxMs - 999))) : 0
    const onTimeMs = startMs === undefined ? now() : startMs + Math.round(index * stepMs)
    const timestampMs = Math.max(0, onTimeMs - lateMs)
    const transaction = transactionOf(index, timestampMs, fields)
    const isBad = damage() < bad
    const damageDrawn = damage()
    const kind = isBad ? SPOILED_KINDS[badTurn++ % SPOILED_KINDS.length]! : null
    yield {
      index,
      ...(key === undefined ? {} : { key: String(transaction[key]) }),
      value: kind === null ? transactionJson(transaction) : spoiledValue(kind, transaction, damageDrawn),
      timestampMs,
      transaction,
      lateMs,
      bad: kind,
    }
  }
}

function transactionOf(index: number, eventTimeMs: number, random: () => number): Transaction {
  return {
    transaction_id: `txn_${String(index).padStart(4, '0')}`,
    user_id: `user_${1 + Math.floor(random() * 100)}`,
    amount: Math.round((10 + random() * 990) * 100) / 100,
    type: TYPES[Math.floor(random() * TYPES.length)]!,
    timestamp: eventTimeText(eventTimeMs),
    location: LOCATIONS[Math.floor(random() * LOCATIONS.length)]!,
  }
}

function checkOptions(
  options: Readonly<Record<'count' | 'seed' | 'startMs' | 'stepMs' | 'lateShare' | 'maxMs' | 'bad', number>>,
): void {
  const refuse = (name: string, value: number, expected: string) =>
    new SluiceError('INVALID_OPTION', `Cannot make transactions with ${name} ${value}: expected ${expected}.`, { name, value })
  const { count, seed, startMs, stepMs, lateShare, maxMs, bad } = options
  if (count !== Number.POSITIVE_INFINITY && !(Number.isInteger(count) && count >= 0)) {
    throw refuse('count', count, 'a whole number from 0, or Infinity')
  }
  if (!Number.isSafeInteger(seed)) throw refuse('seed', seed, 'a whole number')
  if (!Number.isInteger(startMs) || startMs < 0 || startMs > LAST_EVENT_MS) {
    throw refuse('startMs', startMs, 'milliseconds since 1970, up to the year 9999')
  }
  if (!(stepMs >= 0 && stepMs < Number.POSITIVE_INFINITY)) throw refuse('stepMs', stepMs, 'milliseconds from 0')
  if (Number.isFinite(count) && startMs + count * stepMs > LAST_EVENT_MS) {
    throw refuse('stepMs', stepMs, `event times up to the year 9999 for ${count} records`)
  }
  if (!(lateShare >= 0 && lateShare <= 1)) throw refuse('late.share', lateShare, 'a share from 0 to 1')
  if (!(maxMs > 0 && maxMs < Number.POSITIVE_INFINITY)) throw refuse('late.maxMs', maxMs, 'milliseconds above 0')
  if (!(bad >= 0 && bad <= 1)) throw refuse('bad', bad, 'a share from 0 to 1')
}
