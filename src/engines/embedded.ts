import { resolve } from 'node:path'
import type { QueryEngine } from '../plan/streaming-query.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import { EmbeddedQuery } from '../runtime/streaming-query.ts'
import { noSurroundings, type Surroundings } from '../runtime/surroundings.ts'
import { SluiceError } from '../util/error.ts'

/** What the engine inside this process is told. */
export interface EmbeddedEngineOptions {
  /** Session time zone for text of timestamps and for parsing it, an IANA name. Default 'UTC'. Spark: `spark.sql.session.timeZone`. */
  readonly timeZone?: string
  readonly clock?: Clock
  /** What surrounds calls that may take long: the notebook's progress line and Stop button. */
  readonly surroundings?: Surroundings
}

/** Anything that holds a checkpoint and can give it up. */
interface Holder {
  readonly isActive: boolean
  release(reason: string): Promise<void>
}

/** Who holds which checkpoint in this process, whatever engine made the query. */
const holders = new Map<string, Holder>()

/** The engine in this process: columns in typed arrays, one batch at a time. */
export function embeddedEngine({
  timeZone = 'UTC',
  clock = systemClock,
  surroundings = noSurroundings,
}: EmbeddedEngineOptions = {}): QueryEngine {
  return {
    createQuery(plan, options) {
      const { sink, outputMode = 'append', queryName = null } = options
      const { multipleWatermarkPolicy = 'min', noDataMicroBatches = true } = options
      if (multipleWatermarkPolicy !== 'min' && multipleWatermarkPolicy !== 'max') {
        throw new SluiceError(
          'INVALID_OPTION',
          `Cannot use multipleWatermarkPolicy "${String(multipleWatermarkPolicy)}": give "min" or "max".`,
        )
      }
      const checkpointLocation = options.checkpointLocation === undefined ? null : resolve(options.checkpointLocation)
      if (checkpointLocation === null && sink.needsCheckpoint) {
        throw new SluiceError(
          'INVALID_OPTION',
          `Cannot write to ${sink.name} without a checkpoint: after a restart rows would be written twice. checkpointLocation must be specified, e.g. writeStream({ …, checkpointLocation: "checkpoints/${sink.name}" }).`,
        )
      }
      // Running a notebook cell again makes the same query again: the idle one gives way, a running one does not.
      const holder = checkpointLocation === null ? undefined : holders.get(checkpointLocation)
      if (holder?.isActive === true) {
        throw new SluiceError(
          'CHECKPOINT_IN_USE',
          `Cannot use checkpoint ${checkpointLocation}: a query of this process is running on it. Call stop() on that query first.`,
        )
      }
      // What the old query could not give back, its lock still says to the new one.
      const after = holder?.release('a newer query took over its checkpoint').catch(() => {}) ?? Promise.resolve()
      const query: EmbeddedQuery<never> = new EmbeddedQuery<never>({
        plan,
        sink,
        outputMode,
        checkpointLocation,
        name: queryName,
        timeZone,
        clock,
        surroundings,
        multipleWatermarkPolicy,
        noDataMicroBatches,
        after,
        onClosed: () => {
          if (checkpointLocation !== null && holders.get(checkpointLocation) === query) holders.delete(checkpointLocation)
        },
      })
      if (checkpointLocation !== null) holders.set(checkpointLocation, query)
      return query
    },
  }
}
