import type { OffsetRange } from '../source.ts'
import type { IsolationLevel, KafkaCluster } from './cluster.ts'
import { extentOf, type FetchedRecords } from './decode.ts'
import { type FetchedPartition, readFetchResponse } from './fetch-response.ts'
import { type FetchSizes, MAX_FETCH_BYTES } from './fetch-sizes.ts'
import { ERROR_CODE, protocolError } from './kafkajs-internals.ts'
import { corruptBatch } from './record-batch.ts'

/** Fetched and not yet decoded, over all ranges. */
const MAX_BUFFERED_BYTES = 1 << 23
const MAX_RANGES_A_FETCH = 64
const MAX_TORN_FETCHES = 3

/** Records of `[startOffset, endOffset)` that came in one response. */
export interface Part {
  readonly records: FetchedRecords
  readonly startOffset: number
  readonly endOffset: number
  readonly usesZstd: boolean
}

export interface RangeProgress {
  readonly range: OffsetRange
  readonly parts: Part[]
  /** What the next fetch asks for; at `range.endOffset` all was fetched. */
  fetchOffset: number
  asked: boolean
  outOfRange: boolean
  torn: number
}

/** Fetches that run ahead of whoever takes the parts: one per broker under way. */
export interface FetchAhead {
  readonly progress: readonly RangeProgress[]
  /** The range whose parts are taken now: it is always asked for, later ones while there is room. */
  cursor: number
  /** Why no fetch is sent any more, until it is set to `undefined`. */
  trouble: unknown
  /** Sends a fetch to every broker that has none under way and leads a range that wants one. */
  pump(): void
  take(state: RangeProgress): Part | undefined
  /** Resolves when an answer or trouble comes, or on abort. */
  arrival(signal: AbortSignal | undefined): Promise<void>
  stop(): void
}

export interface FetchAheadOptions {
  readonly isolationLevel: IsolationLevel
  readonly sizes: FetchSizes
  onProgress(): void
}

export function fetchAhead(cluster: KafkaCluster, ranges: readonly OffsetRange[], options: FetchAheadOptions): FetchAhead {
  const progress: RangeProgress[] = ranges
    .filter(range => range.endOffset > range.startOffset)
    .map(range => ({ range, parts: [], fetchOffset: range.startOffset, asked: false, outOfRange: false, torn: 0 }))
  const busy = new Set<number>()
  let buffered = 0
  let stopped = false
  let wake: () => void = () => undefined

  function ask(leader: number, asked: readonly RangeProgress[]): void {
    busy.add(leader)
    const positions = asked.map(({ range, fetchOffset }) => ({
      topic: range.topic,
      partition: range.partition,
      fetchOffset,
      maxBytes: options.sizes.bytesFor(range, fetchOffset),
    }))
    for (const state of asked) state.asked = true
    cluster
      .fetch(leader, positions, MAX_FETCH_BYTES, options.isolationLevel)
      .then(payload => accept(payload, asked))
      .catch(thrown => {
        ahead.trouble ??= thrown
      })
      .finally(() => {
        busy.delete(leader)
        for (const state of asked) state.asked = false
        ahead.pump()
        wake()
      })
  }

  function accept(payload: Buffer, asked: readonly RangeProgress[]): void {
    const { errorCode, partitions } = readFetchResponse(payload)
    if (errorCode !== 0) throw protocolError(errorCode)
    for (const fetched of partitions) {
      const state = asked.find(({ range }) => range.topic === fetched.topic && range.partition === fetched.partition)
      if (state !== undefined) keep(state, fetched, state === asked[0])
    }
  }

  function keep(state: RangeProgress, fetched: FetchedPartition, first: boolean): void {
    const { range, fetchOffset } = state
    if (fetched.errorCode === ERROR_CODE.offsetOutOfRange) {
      state.outOfRange = true
      return
    }
    if (fetched.errorCode === ERROR_CODE.corruptMessage)
      throw corruptBatch(range, fetchOffset, 'the broker itself cannot read it')
    if (fetched.errorCode !== 0) throw protocolError(fetched.errorCode)
    const size = fetched.end - fetched.start
    const { nextOffset, completeBatches, largestBatchBytes, usesZstd } = extentOf(fetched, fetchOffset)
    if (completeBatches === 0) {
      // Kafka sends the first batch whole, however large; a later partition's may be cut off.
      if (first && size > 0 && ++state.torn >= MAX_TORN_FETCHES)
        throw corruptBatch(range, fetchOffset, `only ${size} bytes of it come`)
      return
    }
    if (nextOffset <= fetchOffset) throw corruptBatch(range, fetchOffset, 'the broker sends batches from before this offset only')
    options.sizes.learn(range, size / (nextOffset - fetchOffset), largestBatchBytes)
    const endOffset = Math.min(nextOffset, range.endOffset)
    state.parts.push({ records: fetched, startOffset: fetchOffset, endOffset, usesZstd })
    state.fetchOffset = endOffset
    state.torn = 0
    buffered += size
    options.onProgress()
  }

  const ahead: FetchAhead = {
    progress,
    cursor: 0,
    trouble: undefined,
    pump() {
      if (ahead.trouble !== undefined || stopped) return
      const wanted = new Map<number, RangeProgress[]>()
      for (let i = ahead.cursor; i < progress.length; i++) {
        const state = progress[i]!
        if (state.asked || state.outOfRange || state.fetchOffset >= state.range.endOffset) continue
        if (i === ahead.cursor ? state.parts.length > 1 : state.parts.length > 0 || buffered > MAX_BUFFERED_BYTES) continue
        const leader = cluster.leaderOf(state.range.topic, state.range.partition)
        if (leader < 0) {
          if (i === ahead.cursor) ahead.trouble = protocolError(ERROR_CODE.leaderNotAvailable)
          continue
        }
        const asked = wanted.get(leader)
        if (asked === undefined) wanted.set(leader, [state])
        else if (asked.length < MAX_RANGES_A_FETCH) asked.push(state)
      }
      for (const [leader, asked] of wanted) if (!busy.has(leader)) ask(leader, asked)
    },
    take(state) {
      const part = state.parts.shift()
      if (part !== undefined) buffered -= part.records.end - part.records.start
      return part
    },
    async arrival(signal) {
      if (ahead.trouble !== undefined || signal?.aborted === true) return
      await new Promise<void>(resolve => {
        const arrived = () => {
          signal?.removeEventListener('abort', arrived)
          resolve()
        }
        wake = arrived
        signal?.addEventListener('abort', arrived)
      })
    },
    stop() {
      stopped = true
    },
  }
  return ahead
}
