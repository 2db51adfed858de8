import { SluiceError } from '../../util/error.ts'
import { type Offsets, offsetsFromJson } from '../offsets.ts'
import type { MinOffsets } from '../source.ts'
import type { IsolationLevel } from './cluster.ts'
import { timeStringMs } from './time-string.ts'

/** Offsets as an option: Spark's JSON text, or the same as an object. */
export type OffsetsOption = string | { readonly [topic: string]: { readonly [partition: number]: number } }

/**
 * Options of a Kafka source, named as Spark names them.
 *
 * @see https://spark.apache.org/docs/latest/streaming/structured-streaming-kafka-integration.html
 */
export interface KafkaSourceOptions {
  /** Spark's `kafka.bootstrap.servers`: a comma list or a list. Default: the brokers of the connection. */
  readonly brokers?: string | readonly string[]
  /** Topics: a comma list or a list. Exactly one of `subscribe`, `subscribePattern` and `assign` is given. */
  readonly subscribe?: string | readonly string[]
  /** Topics whose name contains a match; looked up again for every batch. Internal topics never match. */
  readonly subscribePattern?: string | RegExp
  /** Partitions by topic, as JSON text or an object: `{ orders: [0, 1] }`. */
  readonly assign?: string | { readonly [topic: string]: readonly number[] }
  /** Where a new query starts: `latest` (default), `earliest`, or offsets of every partition, -2 for earliest, -1 for latest. */
  readonly startingOffsets?: 'earliest' | 'latest' | OffsetsOption
  /** Where a new query starts, per partition: the first record at or after so many milliseconds. Wins over `startingOffsets`. */
  readonly startingOffsetsByTimestamp?: OffsetsOption
  /** The same for every partition, in milliseconds since 1970. Wins over both. */
  readonly startingTimestamp?: number
  /** No record is that new: `error` (default) fails, `latest` starts at the end. */
  readonly startingOffsetsByTimestampStrategy?: 'error' | 'latest'
  /** A bound that the query never passes: `latest` at its start, or offsets of every partition. Spark has this in batch queries only. */
  readonly endingOffsets?: 'latest' | OffsetsOption
  /** Offsets a batch takes at most, shared between partitions by what waits in them. */
  readonly maxOffsetsPerTrigger?: number
  /** A batch waits until this many offsets are there, or `maxTriggerDelay` has passed since the last one. Not for `next({ maxRecords })`. */
  readonly minOffsetsPerTrigger?: number
  /** With `minOffsetsPerTrigger`: `15m` (default), `5s`, `100ms`. */
  readonly maxTriggerDelay?: string
  /** Stop when offsets to read are gone (default), or go on and count them as lost. */
  readonly failOnDataLoss?: boolean
  /** Adds the column `headers`. */
  readonly includeHeaders?: boolean
  /** Default `read_committed`: records of open and aborted transactions are not seen. Spark's default is `read_uncommitted`. */
  readonly isolationLevel?: IsolationLevel
}

export type ConsumerStrategy =
  | { readonly kind: 'subscribe'; readonly topics: readonly string[] }
  | { readonly kind: 'subscribePattern'; readonly pattern: RegExp }
  | { readonly kind: 'assign'; readonly partitions: ReadonlyMap<string, readonly number[]> }

export type StartingPoint =
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'offsets'; readonly offsets: Offsets }
  | { readonly kind: 'timestamp'; readonly timestampMs: number }
  | { readonly kind: 'timestamps'; readonly timestampsMs: Offsets }

/** Options that were checked, with their defaults. */
export interface KafkaSourcePlan {
  readonly brokers: readonly string[] | null
  readonly strategy: ConsumerStrategy
  readonly starting: StartingPoint
  readonly unmatchedTimestamp: 'error' | 'latest'
  readonly ending: Offsets | 'latest' | null
  readonly maxOffsetsPerTrigger: number | null
  readonly minOffsetsPerTrigger: MinOffsets | null
  readonly failOnDataLoss: boolean
  readonly includeHeaders: boolean
  readonly isolationLevel: IsolationLevel
}

const KNOWN: readonly (keyof KafkaSourceOptions)[] = [
  'brokers',
  'subscribe',
  'subscribePattern',
  'assign',
  'startingOffsets',
  'startingOffsetsByTimestamp',
  'startingTimestamp',
  'startingOffsetsByTimestampStrategy',
  'endingOffsets',
  'maxOffsetsPerTrigger',
  'minOffsetsPerTrigger',
  'maxTriggerDelay',
  'failOnDataLoss',
  'includeHeaders',
  'isolationLevel',
]

/**
 * Checks options at once, before anything connects.
 *
 * @throws INVALID_OPTION with Spark's own words where it has some
 * @see Spark `KafkaSourceProvider.validateStreamOptions`
 */
export function planKafkaSource(options: KafkaSourceOptions): KafkaSourcePlan {
  for (const name of Object.keys(options)) {
    if (KNOWN.some(known => known === name)) continue
    const instead = name === 'kafka.bootstrap.servers' ? 'use "brokers"' : `the options are ${KNOWN.join(', ')}`
    throw invalid(`Cannot use option "${name}" for a Kafka source: ${instead}.`, name)
  }
  const strategyCount = [options.subscribe, options.subscribePattern, options.assign].filter(given => given !== undefined).length
  if (strategyCount !== 1) {
    const rule =
      strategyCount === 0
        ? 'One of the following options must be specified'
        : 'Only one of the following options can be specified'
    throw invalid(`${rule} for Kafka source: subscribe, subscribePattern, assign. See the docs for more details.`, 'subscribe')
  }
  const maxOffsetsPerTrigger = offsetsPerTrigger('maxOffsetsPerTrigger', options.maxOffsetsPerTrigger)
  const { failOnDataLoss = true, includeHeaders = false, isolationLevel = 'read_committed' } = options
  oneOf('isolationLevel', isolationLevel, ['read_committed', 'read_uncommitted'])
  const unmatchedTimestamp = options.startingOffsetsByTimestampStrategy ?? 'error'
  oneOf('startingOffsetsByTimestampStrategy', unmatchedTimestamp, ['error', 'latest'])
  return {
    brokers: options.brokers === undefined ? null : listOf(options.brokers),
    strategy: strategyOf(options),
    starting: startingPointOf(options),
    unmatchedTimestamp,
    ending: endingOf(options.endingOffsets),
    maxOffsetsPerTrigger,
    minOffsetsPerTrigger: minOffsetsOf(options, maxOffsetsPerTrigger),
    failOnDataLoss,
    includeHeaders,
    isolationLevel,
  }
}

function offsetsPerTrigger(name: string, count: number | undefined): number | null {
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return count ?? null
  throw invalid(`Cannot use ${name} ${count}: it is a whole number above 0.`, name)
}

function minOffsetsOf(options: KafkaSourceOptions, most: number | null): MinOffsets | null {
  const maxDelayMs = timeStringMs('maxTriggerDelay', options.maxTriggerDelay ?? '15m')
  const offsets = offsetsPerTrigger('minOffsetsPerTrigger', options.minOffsetsPerTrigger)
  if (offsets === null) return null
  if (most === null || offsets <= most) return { offsets, maxDelayMs }
  throw invalid(
    `The value of minOffsetPerTrigger(${offsets}) is higher than the maxOffsetsPerTrigger(${most}).`,
    'minOffsetsPerTrigger',
  )
}

/** As Spark's progress names the source. @see Spark `ConsumerStrategy.toString` */
export function describeStrategy(strategy: ConsumerStrategy): string {
  switch (strategy.kind) {
    case 'subscribe':
      return `Subscribe[${strategy.topics.join(', ')}]`
    case 'subscribePattern':
      return `SubscribePattern[${strategy.pattern.source}]`
    default: {
      const partitions = [...strategy.partitions].flatMap(([topic, numbers]) => numbers.map(number => `${topic}-${number}`))
      return `Assign[${partitions.join(', ')}]`
    }
  }
}

function strategyOf({ subscribe, subscribePattern, assign }: KafkaSourceOptions): ConsumerStrategy {
  if (subscribe !== undefined) {
    const topics = [...new Set(listOf(subscribe))]
    if (topics.length === 0) {
      throw invalid(`No topics to subscribe to as specified value for option 'subscribe' is '${subscribe}'`, 'subscribe')
    }
    return { kind: 'subscribe', topics }
  }
  if (subscribePattern !== undefined) {
    const source = typeof subscribePattern === 'string' ? subscribePattern.trim() : subscribePattern.source
    if (source === '') {
      throw invalid(
        `Pattern to subscribe is empty as specified value for option 'subscribePattern' is '${subscribePattern}'`,
        'subscribePattern',
      )
    }
    try {
      return {
        kind: 'subscribePattern',
        pattern: new RegExp(source, typeof subscribePattern === 'string' ? '' : subscribePattern.flags.replace(/[gy]/g, '')),
      }
    } catch (thrown) {
      throw invalid(`Cannot use subscribePattern '${source}': it is not a regular expression.`, 'subscribePattern', thrown)
    }
  }
  return { kind: 'assign', partitions: assignmentOf(assign ?? '') }
}

function assignmentOf(assign: NonNullable<KafkaSourceOptions['assign']>): ReadonlyMap<string, readonly number[]> {
  const text = typeof assign === 'string' ? assign.trim() : JSON.stringify(assign)
  if (!text.startsWith('{')) {
    throw invalid(`No topicpartitions to assign as specified value for option 'assign' is '${text}'`, 'assign')
  }
  const refuse = (cause?: unknown) => invalid(`Expected e.g. {"topicA":[0,1],"topicB":[0,1]}, got ${text}`, 'assign', cause)
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(text)
  } catch (thrown) {
    throw refuse(thrown)
  }
  const partitions = new Map<string, readonly number[]>()
  for (const [topic, numbers] of Object.entries(parsed)) {
    if (!Array.isArray(numbers) || numbers.some(number => !Number.isSafeInteger(number) || number < 0)) throw refuse()
    partitions.set(
      topic,
      [...new Set<number>(numbers)].sort((a, b) => a - b),
    )
  }
  if (partitions.size === 0) throw refuse()
  return partitions
}

function startingPointOf(options: KafkaSourceOptions): StartingPoint {
  const { startingTimestamp, startingOffsetsByTimestamp, startingOffsets = 'latest' } = options
  if (startingTimestamp !== undefined) {
    if (!Number.isSafeInteger(startingTimestamp) || startingTimestamp < 0) {
      throw invalid(`Expected a single long value, got ${startingTimestamp}`, 'startingTimestamp')
    }
    return { kind: 'timestamp', timestampMs: startingTimestamp }
  }
  if (startingOffsetsByTimestamp !== undefined)
    return { kind: 'timestamps', timestampsMs: offsetsOption(startingOffsetsByTimestamp) }
  const word = typeof startingOffsets === 'string' ? startingOffsets.trim().toLowerCase() : ''
  if (word === 'earliest' || word === 'latest') return { kind: word }
  if (word !== '' && !word.startsWith('{')) {
    const spark = `Expected e.g. {"topicA":{"0":23,"1":-1},"topicB":{"0":-2}}, got ${word}`
    throw invalid(`${spark}. startingOffsets is "earliest", "latest", or such offsets of every partition`, 'startingOffsets')
  }
  return { kind: 'offsets', offsets: checkedOffsets('startingOffsets', startingOffsets) }
}

function endingOf(endingOffsets: KafkaSourceOptions['endingOffsets']): Offsets | 'latest' | null {
  if (endingOffsets === undefined) return null
  const word = typeof endingOffsets === 'string' ? endingOffsets.trim().toLowerCase() : ''
  if (word === 'latest') return 'latest'
  if (word === 'earliest')
    throw invalid(`Ending offset can't be earliest: "endingOffsets" is "latest" or offsets of every partition.`, 'endingOffsets')
  return checkedOffsets('endingOffsets', endingOffsets)
}

function checkedOffsets(name: string, option: OffsetsOption): Offsets {
  const offsets = offsetsOption(option)
  for (const [topic, partitions] of offsets) {
    for (const [partition, offset] of partitions) {
      if (offset < -2)
        throw invalid(
          `Cannot use ${name} ${offset} for ${topic}-${partition}: an offset is 0 or more, -1 for latest, -2 for earliest.`,
          name,
        )
      if (offset === -2 && name === 'endingOffsets') {
        throw invalid(`Ending offset for ${topic}-${partition} can't be earliest (-2).`, name)
      }
    }
  }
  return offsets
}

function offsetsOption(option: OffsetsOption): Offsets {
  return offsetsFromJson(typeof option === 'string' ? option : JSON.stringify(option))
}

function listOf(list: string | readonly string[]): readonly string[] {
  const entries = typeof list === 'string' ? list.split(',') : list
  return entries.map(entry => entry.trim()).filter(entry => entry !== '')
}

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw invalid(`Cannot use ${name} "${value}": it is one of ${allowed.join(', ')}.`, name)
}

function invalid(message: string, option: string, cause?: unknown): SluiceError {
  return new SluiceError('INVALID_OPTION', message, { option }, cause)
}
