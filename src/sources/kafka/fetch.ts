import type { StructType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import type { OffsetRange, SourceChunk } from '../source.ts'
import type { IsolationLevel, KafkaCluster } from './cluster.ts'
import { loadZstd } from './codecs.ts'
import { dataLossError } from './data-loss.ts'
import { decodeRecords } from './decode.ts'
import { fetchAhead, type RangeProgress } from './fetch-ahead.ts'
import type { FetchSizes } from './fetch-sizes.ts'
import { ERROR_CODE } from './kafkajs-internals.ts'
import { lossOf } from './lost-offsets.ts'
import { chunkColumns } from './record-columns.ts'
import { PATIENCE_MS, patience, retrying, throwIfStopped, whileNotStopped } from './retrying.ts'

export interface FetchOptions {
  readonly schema: StructType
  readonly columns: readonly string[]
  readonly isolationLevel: IsolationLevel
  readonly failOnDataLoss: boolean
  readonly sizes: FetchSizes
  readonly signal?: AbortSignal
  /** How long to wait for records that do not come, or for a broker that went away. Default 60 s. */
  readonly patienceMs?: number
}

/** A topic that the brokers do not know for so long is deleted; right after creation they may not know it yet. */
const UNKNOWN_TOPIC_MS = 2_000

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
  const { isolationLevel, sizes, signal, patienceMs = PATIENCE_MS } = options
  const topics = [...new Set(ranges.map(range => range.topic))]
  const failures = patience(cluster, `read ${topics.map(topic => `topic "${topic}"`).join(', ')}`, signal, patienceMs)
  let lastProgressMs = performance.now()
  let unknownSinceMs: number | undefined
  const ahead = fetchAhead(cluster, ranges, {
    isolationLevel,
    sizes,
    onProgress() {
      lastProgressMs = performance.now()
      unknownSinceMs = undefined
      failures.reset()
    },
  })
  const { progress } = ahead

  /** Waits and looks up the leaders again; decides whether an unknown topic is a deleted one. */
  async function recover(): Promise<void> {
    const { trouble } = ahead
    if ((trouble as { code?: unknown }).code === ERROR_CODE.unknownTopicOrPartition) unknownSinceMs ??= performance.now()
    if (unknownSinceMs !== undefined && performance.now() - unknownSinceMs > UNKNOWN_TOPIC_MS) {
      unknownSinceMs = undefined
      await findDeleted()
      ahead.trouble = undefined
      return
    }
    await failures.afterFailure(trouble)
    ahead.trouble = undefined
    lastProgressMs = performance.now() // while a broker is away, the other patience counts
    try {
      const known = await whileNotStopped(cluster.metadata(topics), signal)
      if (known.some(topic => topic.errorCode === ERROR_CODE.unknownTopicOrPartition)) unknownSinceMs ??= performance.now()
    } catch (again) {
      ahead.trouble = again
    }
  }

  async function findDeleted(): Promise<void> {
    const known = await retrying(cluster, 'look for deleted topics', () => cluster.metadata(topics), signal)
    for (const state of progress.slice(ahead.cursor)) {
      const topic = known.find(candidate => candidate.topic === state.range.topic)
      const there = topic?.errorCode === 0 && topic.partitions.some(({ partition }) => partition === state.range.partition)
      if (!there) state.outOfRange = true
    }
  }

  try {
    throwIfStopped(signal)
    if (progress.some(({ range }) => cluster.leaderOf(range.topic, range.partition) < 0)) {
      await retrying(cluster, 'look up the leaders of partitions', () => cluster.metadata(topics), signal)
    }
    while (ahead.cursor < progress.length) {
      throwIfStopped(signal)
      const state = progress[ahead.cursor]!
      const { range } = state
      const part = ahead.take(state)
      if (part !== undefined) {
        ahead.pump()
        if (part.usesZstd) await loadZstd()
        const columns = chunkColumns(options.schema, options.columns, range.topic, range.partition)
        for (const chunk of decodeRecords(part.records, part.startOffset, part.endOffset, columns)) {
          yield chunk
          throwIfStopped(signal)
        }
        lastProgressMs = performance.now()
      } else if (state.fetchOffset >= range.endOffset) {
        ahead.cursor++
      } else if (state.outOfRange) {
        const loss = await lossOf(cluster, state, isolationLevel, signal)
        state.outOfRange = false
        if (loss === null) continue
        if (options.failOnDataLoss) throw dataLossError({ ...range, startOffset: state.fetchOffset, ...loss })
        yield lostChunk(range, state.fetchOffset, loss.endOffset, options)
        state.fetchOffset = loss.endOffset
        lastProgressMs = performance.now()
      } else if (ahead.trouble !== undefined) {
        await recover()
      } else {
        ahead.pump()
        if (performance.now() - lastProgressMs > patienceMs) throw silenceError(state, patienceMs)
        await ahead.arrival(signal)
      }
    }
  } finally {
    ahead.stop()
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
