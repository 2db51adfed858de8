import { type Offsets, offsetsFromJson, offsetsToJson } from '../sources/offsets.ts'
import { type CheckpointFiles, folderFiles, memoryFiles } from '../state/checkpoint-files.ts'
import { lockCheckpoint } from '../state/checkpoint-lock.ts'
import { type CommitLog, commitLog } from '../state/commit-log.ts'
import { sealed, unsealed } from '../state/metadata-log.ts'
import { type OffsetLog, offsetLog, type PlannedBatch } from '../state/offset-log.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { type QueryStateFiles, queryStateFiles } from '../state/query-state-files.ts'
import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'

/** How many batches stay on record, for `replay` and for a look back. @see Spark conf spark.sql.streaming.minBatchesToRetain */
export const BATCHES_TO_RETAIN = 100

/** A query's memory: a folder that survives it, or one in memory. */
export interface Checkpoint {
  readonly location: string
  readonly queryId: string
  readonly offsets: OffsetLog
  readonly commits: CommitLog
  readonly state: QueryStateFiles
  /** Brings empty states to an older version; what is written next does not build on it. */
  readState(version: number, states: readonly OperatorState[]): Promise<void>
  /** Where the query began in a source: resolved once, then kept. */
  initialOffsets(source: number, resolve: () => Promise<Offsets>): Promise<Offsets>
  close(): Promise<void>
}

/**
 * Opens a checkpoint and takes its lock.
 *
 * @param newQueryId the id of the query, where the checkpoint has none yet
 * @param memory where a query without a folder keeps its files; opened again with the same ones, it goes on from them
 * @throws CHECKPOINT_IN_USE, CHECKPOINT_DAMAGED, PERMISSION_DENIED
 */
export async function openCheckpoint(
  location: string | null,
  newQueryId: string,
  memory: CheckpointFiles = memoryFiles(),
): Promise<Checkpoint> {
  const unlock = location === null ? async () => {} : await lockCheckpoint(location)
  const files = location === null ? memory : folderFiles(location)
  try {
    const folders = await stateFolders(files)
    const sources = (await files.list('sources')).map(name => `sources/${name}`)
    await files.removeLeftOvers(['', 'offsets', 'commits', ...sources, ...folders])
    const offsets = offsetLog(files)
    await requireNoOrphanState(files, offsets, folders)
    const queryId = await queryIdOf(files, offsets, newQueryId)
    return {
      location: files.location,
      queryId,
      offsets,
      commits: commitLog(files),
      state: queryStateFiles(files),
      readState: (version, states) => queryStateFiles(files).load(version, states),
      async initialOffsets(source, resolve) {
        const path = `sources/${source}/0`
        const stored = await files.read(path)
        if (stored !== null) return offsetsFromJson(unsealed(stored, `${files.location}/${path}`)[1]!)
        const resolved = await resolve()
        await files.write(path, sealed(['v1', offsetsToJson(resolved)]))
        return resolved
      },
      close: unlock,
    }
  } catch (thrown) {
    await unlock()
    throw thrown
  }
}

const isStateFile = (name: string) => /\.(delta|snapshot)$/.test(name)

/** The folders with state files: one for each operator, or for each of its tables. */
async function stateFolders(files: CheckpointFiles): Promise<readonly string[]> {
  const operators = (await files.list('state')).filter(name => /^\d+$/.test(name)).map(name => `state/${name}`)
  const tables = await Promise.all(
    operators.map(async folder => (await files.list(folder)).filter(name => !isStateFile(name)).map(name => `${folder}/${name}`)),
  )
  return [...operators, ...tables.flat()]
}

/** State without the logs that say which batch it belongs to would be added to a query that starts over. */
async function requireNoOrphanState(files: CheckpointFiles, offsets: OffsetLog, folders: readonly string[]): Promise<void> {
  if ((await offsets.latestId()) !== null) return
  const names = await Promise.all(folders.map(folder => files.list(folder)))
  if (!names.flat().some(isStateFile)) return
  throw new SluiceError(
    'CHECKPOINT_DAMAGED',
    `[STATE_STORE_CHECKPOINT_LOCATION_NOT_EMPTY] Cannot go on from ${files.location}: it has state but no offsets. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
    { location: files.location },
  )
}

async function queryIdOf(files: CheckpointFiles, offsets: OffsetLog, newQueryId: string): Promise<string> {
  const path = `${files.location}/metadata`
  const bytes = await files.read('metadata')
  if (bytes !== null) {
    const id = idIn(Buffer.from(bytes).toString('utf8'))
    if (id !== null) return id
    throw new SluiceError(
      'CHECKPOINT_DAMAGED',
      `Cannot read ${path}: it does not hold the id of a query. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
      { path },
    )
  }
  if ((await offsets.latestId()) !== null) {
    throw new SluiceError(
      'CHECKPOINT_DAMAGED',
      `[STREAMING_CHECKPOINT_MISSING_METADATA_FILE] Cannot go on from ${files.location}: it has offsets but no file "metadata". Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
      { path },
    )
  }
  await files.write('metadata', `${JSON.stringify({ id: newQueryId })}\n`)
  return newQueryId
}

function idIn(text: string): string | null {
  try {
    const { id } = JSON.parse(text) as { id?: unknown }
    return typeof id === 'string' &&
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) &&
      text === `${JSON.stringify({ id })}\n`
      ? id
      : null
  } catch {
    return null
  }
}

/** Where a query stands in its checkpoint. */
export interface Standing {
  readonly nextBatchId: number
  /** Per source, the end offsets of the last committed batch; `null` before the first. */
  readonly committed: readonly Offsets[] | null
  /** Planned but not committed: it is run again exactly as planned. */
  readonly pending: PlannedBatch | null
  readonly watermarkMs: number
  /** Late rows of the next batch are judged by it. */
  readonly lateWatermarkMs: number
}

/**
 * @throws CHECKPOINT_DAMAGED where the logs contradict each other
 * @see Spark `MicroBatchExecution.populateStartOffsets`
 */
export async function standingOf({ offsets, commits, location }: Checkpoint): Promise<Standing> {
  const [latest, committed] = [await offsets.latestId(), await commits.latestId()]
  if (latest === null && committed === null)
    return { nextBatchId: 0, committed: null, pending: null, watermarkMs: 0, lateWatermarkMs: 0 }
  const damaged = (what: string) =>
    new SluiceError(
      'CHECKPOINT_DAMAGED',
      `Cannot go on from ${location}: ${what}. Restore the folder from a copy, or delete all of it to start the query over.`,
      { location },
    )
  if (latest === null || (committed !== null && committed > latest))
    throw damaged(`commits/${committed} has no offsets/${committed}`)
  const batch = (await offsets.get(latest))!
  const before = latest === 0 ? null : await offsets.get(latest - 1)
  if (committed === latest) {
    const next = (await commits.get(latest))!
    return {
      nextBatchId: latest + 1,
      committed: batch.endOffsets,
      pending: null,
      watermarkMs: Math.max(batch.watermarkMs, next),
      lateWatermarkMs: batch.watermarkMs,
    }
  }
  if (latest > 0 && before === null)
    throw damaged(`batch ${latest} has to be run again, but offsets/${latest - 1}, where it starts, is missing`)
  return {
    nextBatchId: latest,
    committed: before?.endOffsets ?? null,
    pending: batch,
    watermarkMs: batch.watermarkMs,
    lateWatermarkMs: before?.watermarkMs ?? 0,
  }
}

/**
 * Refuses a checkpoint of another query.
 *
 * @returns the last batch on record
 * @throws CHECKPOINT_MISMATCH
 */
export async function requireSameQuery(
  checkpoint: Checkpoint,
  settings: Readonly<Record<string, string>>,
  sources: number,
): Promise<PlannedBatch | null> {
  const latest = await checkpoint.offsets.latestId()
  const stored = latest === null ? null : await checkpoint.offsets.get(latest)
  if (stored === null) return null
  const before = stored.endOffsets.length
  if (before !== sources) {
    throw new SluiceError(
      'CHECKPOINT_MISMATCH',
      `There are [${before}] sources in the checkpoint offsets and now there are [${sources}] sources requested by the query. Cannot continue. Use the old query, or a new checkpointLocation (this one: ${checkpoint.location}).`,
      { before, now: sources },
    )
  }
  const id = stored.conf['sluice.queryId']
  if (id !== undefined && id !== checkpoint.queryId) {
    throw new SluiceError(
      'CHECKPOINT_DAMAGED',
      `Cannot go on from ${checkpoint.location}: its file "metadata" has the query id ${checkpoint.queryId}, its offsets have ${id}. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
      { before: id, now: checkpoint.queryId },
    )
  }
  for (const [name, now] of Object.entries(settings)) {
    const before = stored.conf[name]
    if (before === now || before === undefined) continue
    throw new SluiceError(
      'CHECKPOINT_MISMATCH',
      `Cannot go on from ${checkpoint.location}: it belongs to a query with ${name.slice(7)} ${before}, this one has ${now}. Use the old query, or a new checkpointLocation.`,
      { name, before, now },
    )
  }
  return stored
}

/** Removes what no restart and no replay needs any more. */
export async function purge(checkpoint: Checkpoint, batchId: number): Promise<void> {
  const oldest = batchId - BATCHES_TO_RETAIN
  // Listing folders each time would make every batch pay for it.
  if (oldest <= 0 || batchId % 10 !== 0) return
  await checkpoint.offsets.purge(oldest)
  await checkpoint.commits.purge(oldest)
  await checkpoint.state.purge(oldest + 1)
  faultPoint('old files purged')
}
