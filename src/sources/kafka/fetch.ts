import type { StructType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import type { OffsetRange, SourceChunk } from '../source.ts'
import { EARLIEST_TIMESTAMP, type IsolationLevel, type KafkaCluster, LATEST_TIMESTAMP } from './cluster.ts'
import { loadZstd } from './codecs.ts'
import { dataLossError } from './data-loss.ts'
import { decodeRecords, extentOf, type FetchedRecords } from './decode.ts'
import { type FetchedPartition, readFetchResponse } from './fetch-response.ts'
import { type FetchSizes, MAX_FETCH_BYTES } from './fetch-sizes.ts'
import { protocolError } from './kafkajs-internals.ts'
import { corruptBatch } from './record-batch.ts'
import { chunkColumns } from './record-columns.ts'
import { PATIENCE_MS, type Patience, patience, retrying, throwIfStopped } from './retrying.ts'

export interface FetchOptions {
  readonly schema: StructType
  readonly columns: readonly string[]
  readonly isolationLevel: IsolationLevel
  readonly failOnDataLoss: boolean
  readonly sizes: FetchSizes
  readonly signal?: AbortSignal
  /** How long to wait for records that do not come. Default 60 s. */
  readonly patienceMs?: number
}

/** Fetched and not yet decoded, over all ranges. */
const MAX_BUFFERED_BYTES = 1 << 23
const MAX_RANGES_A_FETCH = 64
const OFFSET_OUT_OF_RANGE = 1
const CORRUPT_MESSAGE = 2
const UNKNOWN_TOPIC_OR_PARTITION = 3
/** A topic that the brokers do not know for so long is deleted; right after creation they may not know it yet. */
const UNKNOWN_TOPIC_MS = 2_000
const MAX_TORN_FETCHES = 3

/** Records of `[startOffset, endOffset)` that came in one response. */
interface Part {
  readonly records: FetchedRecords
  readonly startOffset: number
  readonly endOffset: number
  readonly usesZstd: boolean
}

interface RangeProgress {
  readonly range: OffsetRange
  readonly parts: Part[]
  /** What the next fetch asks for; at `range.endOffset` all was fetched. */
  fetchOffset: number
  asked: boolean
  outOfRange: boolean
  torn: number
}

/**
 * Reads ranges in the order given, each in offset order, with one fetch per broker under way while the caller works
 * on the chunks before. Leaders that move and brokers that restart are waited for.
 *
 * @throws KAFKA_CORRUPT_BATCH, KAFKA_DATA_LOSS, KAFKA_UNREACHABLE, KAFKA_REQUEST_FAILED, PERMISSION_DENIED, QUERY_STOPPED
 */
export async function* fetchRanges(
  cluster: KafkaCluster,
  ranges: readonly OffsetRange[],
  options: FetchOptions,
): AsyncGenerator<SourceChunk> {
  const { isolationLevel, failOnDataLoss, sizes, signal, patienceMs = PATIENCE_MS } = options
  const progress: RangeProgress[] = ranges
    .filter(range => range.endOffset > range.startOffset)
    .map(range => ({ range, parts: [], fetchOffset: range.startOffset, asked: false, outOfRange: false, torn: 0 }))
  const topics = [...new Set(ranges.map(range => range.topic))]
  const busy = new Set<number>()
  const failures: Patience = patience(cluster, `read ${topics.map(topic => `topic "${topic}"`).join(', ')}`, signal, patienceMs)
  let cursor = 0
  let buffered = 0
  let trouble: unknown
  let stopped = false
  let lastProgressMs = performance.now()
  let unknownSinceMs: number | undefined
  let wake: () => void = () => undefined
  const onAbort = () => wake()

  /** Sends a fetch to every broker that has none under way and leads a range that wants one. */
  function pump(): void {
    if (trouble !== undefined || stopped) return
    const wanted = new Map<number, RangeProgress[]>()
    for (let i = cursor; i < progress.length; i++) {
      const state = progress[i]!
      if (state.asked || state.outOfRange || state.fetchOffset >= state.range.endOffset) continue
      if (i === cursor ? state.parts.length > 1 : state.parts.length > 0 || buffered > MAX_BUFFERED_BYTES) continue
      const leader = cluster.leaderOf(state.range.topic, state.range.partition)
      if (leader < 0) {
        if (i === cursor) trouble = protocolError(5)
        continue
      }
      const asked = wanted.get(leader)
      if (asked === undefined) wanted.set(leader, [state])
      else if (asked.length < MAX_RANGES_A_FETCH) asked.push(state)
    }
    for (const [leader, asked] of wanted) if (!busy.has(leader)) ask(leader, asked)
  }

  function ask(leader: number, asked: readonly RangeProgress[]): void {
    busy.add(leader)
    const positions = asked.map(({ range, fetchOffset }) => ({
      topic: range.topic,
      partition: range.partition,
      fetchOffset,
      maxBytes: sizes.bytesFor(range, fetchOffset),
    }))
    for (const state of asked) state.asked = true
    cluster
      .fetch(leader, positions, MAX_FETCH_BYTES, isolationLevel)
      .then(payload => accept(payload, asked))
      .catch(thrown => {
        trouble ??= thrown
      })
      .finally(() => {
        busy.delete(leader)
        for (const state of asked) state.asked = false
        pump()
        wake()
      })
  }

  function accept(payload: Buffer, asked: readonly RangeProgress[]): void {
    const { errorCode, partitions } = readFetchResponse(payload)
    if (errorCode !== 0) throw protocolError(errorCode)
    for (const fetched of partitions) {
      const state = asked.find(({ range }) => range.topic === fetched.topic && range.partition === fetched.partition)
      if (state !== undefined) take(state, fetched, state === asked[0])
    }
  }

  function take(state: RangeProgress, fetched: FetchedPartition, first: boolean): void {
    const { range, fetchOffset } = state
    if (fetched.errorCode === OFFSET_OUT_OF_RANGE) state.outOfRange = true
    else if (fetched.errorCode === CORRUPT_MESSAGE) throw corruptBatch(range, fetchOffset, 'the broker itself cannot read it')
    else if (fetched.errorCode !== 0) throw protocolError(fetched.errorCode)
    else {
      const { nextOffset, completeBatches, largestBatchBytes, usesZstd } = extentOf(fetched, fetchOffset)
      if (completeBatches === 0) {
        // Kafka sends the first batch whole, however large; a later partition's may be cut off.
        if (first && fetched.end > fetched.start && ++state.torn >= MAX_TORN_FETCHES) {
          throw corruptBatch(range, fetchOffset, `only ${fetched.end - fetched.start} bytes of it come`)
        }
        return
      }
      if (nextOffset <= fetchOffset)
        throw corruptBatch(range, fetchOffset, 'the broker sends batches from before this offset only')
      const endOffset = Math.min(nextOffset, range.endOffset)
      sizes.learn(range, (fetched.end - fetched.start) / (nextOffset - fetchOffset), largestBatchBytes)
      state.parts.push({ records: fetched, startOffset: fetchOffset, endOffset, usesZstd })
      state.fetchOffset = endOffset
      state.torn = 0
      buffered += fetched.end - fetched.start
      lastProgressMs = performance.now()
      unknownSinceMs = undefined
      failures.reset()
    }
  }

  /** Waits and looks up the leaders again; decides whether an unknown topic is a deleted one. */
  async function recover(): Promise<void> {
    const thrown = trouble
    const unknown = (thrown as { code?: unknown }).code === UNKNOWN_TOPIC_OR_PARTITION
    if (unknown) unknownSinceMs ??= performance.now()
    if (unknownSinceMs !== undefined && performance.now() - unknownSinceMs > UNKNOWN_TOPIC_MS) {
      await skipUnknown()
      trouble = undefined
      return
    }
    await failures.afterFailure(thrown)
    trouble = undefined
    lastProgressMs = performance.now() // while a broker is away, the other patience counts
    try {
      const known = await cluster.metadata(topics)
      if (known.some(topic => topic.errorCode === UNKNOWN_TOPIC_OR_PARTITION)) unknownSinceMs ??= performance.now()
    } catch (again) {
      trouble = again
    }
  }

  /** Ranges whose partition is gone are lost to their end. */
  async function skipUnknown(): Promise<void> {
    unknownSinceMs = undefined
    const known = await retrying(cluster, 'look for deleted topics', () => cluster.metadata(topics), signal)
    for (const state of progress.slice(cursor)) {
      const topic = known.find(({ topic }) => topic === state.range.topic)
      const there = topic?.errorCode === 0 && topic.partitions.some(({ partition }) => partition === state.range.partition)
      if (!there) state.outOfRange = true
    }
  }

  /** How far a range is lost whose offset the broker refuses. */
  async function lostUntil({ range, fetchOffset }: RangeProgress): Promise<{ endOffset: number; reason: string } | null> {
    const { topic, partition, endOffset } = range
    const known = await retrying(cluster, `look up topic "${topic}"`, () => cluster.metadata([topic]), signal)
    if (!known.some(entry => entry.errorCode === 0 && entry.partitions.some(found => found.partition === partition))) {
      return { endOffset, reason: 'the topic or partition was deleted' }
    }
    const query = (timestamp: number) => [{ topic, partition, timestamp }]
    const [earliest = 0] = await retrying(cluster, 'list offsets', () =>
      cluster.listOffsets(query(EARLIEST_TIMESTAMP), isolationLevel),
    )
    if (earliest > fetchOffset) {
      return {
        endOffset: Math.min(earliest, endOffset),
        reason: `the first offset still there is ${earliest} (retention or deleted records)`,
      }
    }
    const [latest = 0] = await retrying(cluster, 'list offsets', () =>
      cluster.listOffsets(query(LATEST_TIMESTAMP), isolationLevel),
    )
    return latest < fetchOffset ? { endOffset, reason: `the topic ends at ${latest} (deleted and created again?)` } : null
  }

  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    throwIfStopped(signal)
    if (progress.some(({ range }) => cluster.leaderOf(range.topic, range.partition) < 0)) {
      await retrying(cluster, 'look up the leaders of partitions', () => cluster.metadata(topics), signal)
    }
    while (cursor < progress.length) {
      throwIfStopped(signal)
      const state = progress[cursor]!
      const { range } = state
      const part = state.parts.shift()
      if (part !== undefined) {
        buffered -= part.records.end - part.records.start
        pump()
        if (part.usesZstd) await loadZstd()
        const columns = chunkColumns(options.schema, options.columns, range.topic, range.partition)
        for (const chunk of decodeRecords(part.records, part.startOffset, part.endOffset, columns)) {
          yield chunk
          throwIfStopped(signal)
        }
        lastProgressMs = performance.now()
      } else if (state.fetchOffset >= range.endOffset) {
        cursor++
      } else if (state.outOfRange) {
        const lost = await lostUntil(state)
        state.outOfRange = false
        if (lost === null) continue
        const { endOffset, reason } = lost
        if (failOnDataLoss) throw dataLossError({ ...range, startOffset: state.fetchOffset, endOffset, reason })
        yield lostChunk(range, state.fetchOffset, endOffset, options)
        state.fetchOffset = endOffset
        lastProgressMs = performance.now()
      } else if (trouble !== undefined) {
        await recover()
      } else {
        pump()
        if (trouble !== undefined) continue
        if (performance.now() - lastProgressMs > patienceMs) throw silenceError(state, patienceMs)
        await new Promise<void>(resolve => {
          wake = resolve
          if (signal?.aborted === true) resolve()
        })
      }
    }
  } finally {
    stopped = true
    signal?.removeEventListener('abort', onAbort)
  }
}

function lostChunk(range: OffsetRange, startOffset: number, endOffset: number, options: FetchOptions): SourceChunk {
  const { topic, partition } = range
  const nothing = { topic, partition, buffer: Buffer.alloc(0), start: 0, end: 0, aborted: [] }
  const columns = chunkColumns(options.schema, options.columns, topic, partition)
  const [empty] = decodeRecords(nothing, startOffset, endOffset, columns)
  return { ...empty!, gaps: { control: 0, aborted: 0, compacted: 0, lost: endOffset - startOffset } }
}

function silenceError({ range, fetchOffset }: RangeProgress, patienceMs: number): SluiceError {
  const { topic, partition, endOffset } = range
  return new SluiceError(
    'KAFKA_REQUEST_FAILED',
    `Cannot read ${topic}-${partition}@${fetchOffset}: nothing came for ${patienceMs / 1000} s although offsets up to ${endOffset} were promised. Is a transaction still open, or was the topic cut short? Run the batch again.`,
    { topic, partition, offset: fetchOffset, endOffset },
  )
}
