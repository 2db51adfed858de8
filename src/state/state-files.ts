import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import { decodeColumnFile } from './column-file.ts'
import { pieceEncoder } from './encoded-pieces.ts'
import type { StateTable } from './operator-state.ts'
import { deltaName, partName, stateFileNames } from './state-file-names.ts'
import { filesToRead } from './state-files-to-read.ts'

/** Bounds that tests make small. */
export interface StateFileLimits {
  /** The longest file, bytes: Node reads none of 2 GiB at once. A row that is longer alone has a file of its own. */
  readonly fileBytes: number
  /** Rows of a snapshot that go with a batch, or as many as the batch changed. */
  readonly partRows: number
  /** Deltas after which a snapshot is due in any case. */
  readonly deltas: number
}

const LIMITS: StateFileLimits = { fileBytes: 64 * 1024 * 1024, partRows: 4096, deltas: 100 }
/** A longer chain is allowed to a larger table, so that a batch never writes more than this many rows for its size alone. */
const ROWS_PER_DELTA = 1000
/** A chain this many times too long, because no snapshot ever ends between restarts, is closed in one go. */
const FAR_TOO_LONG = 4
/** A snapshot that has this many times as many rows to go as the table still holds is given up. */
const STALE = 4
/** Old files that go with one purge, besides as many as were written since the last: thousands at once would hold a batch up. */
const REMOVED_AT_ONCE = 64

/**
 * A table of state on disk: version N+1 is the state after batch N. A version has a delta, the rows that its batch
 * changed. Once the deltas hold more rows than the table itself, a snapshot of all rows is begun; a part of it is written
 * with each of the next versions, so that what a batch writes grows with the change and no batch waits for the rest.
 *
 * A row in a later part may be newer than the version that the snapshot was begun with. The deltas since then, which are
 * read after all parts, bring every row to the version asked for.
 */
export interface StateFiles {
  /** Writes version `version`: the rows changed since the last call, and a part of a snapshot where one is due. */
  save(version: number, table: StateTable): Promise<void>
  /** Lets the table number its rows anew, but while a snapshot is written, which knows them by their numbers. */
  compact(table: StateTable): void
  /** Brings an empty table to a version. @throws CHECKPOINT_DAMAGED where a file is missing */
  load(version: number, table: StateTable): Promise<void>
  /** Removes files that no version from `oldest` on needs, some at a time. */
  purge(oldest: number): Promise<void>
}

/** A snapshot that is being written. */
interface Snapshot {
  readonly begun: number
  readonly rows: Int32Array
  written: number
  parts: number
}

/** @param folder where the files of this table stand */
export function stateFiles(files: CheckpointFiles, folder: string, limits: StateFileLimits = LIMITS): StateFiles {
  let rowsSinceBase = 0
  let chain = 0
  let snapshot: Snapshot | null = null
  let hasLeftOvers = true
  const names = async () => stateFileNames(await files.list(folder))
  /** Files written since old ones were last removed. */
  let fresh = 0
  const pieces = pieceEncoder(limits.fileBytes)
  const write = (name: string, bytes: Uint8Array) => {
    fresh++
    return files.write(`${folder}/${name}`, bytes, () => faultPoint('state file written'))
  }

  /** A batch that did not end, or that is run again, has left files that would contradict those of its next run. */
  async function removeLeftOvers(version: number): Promise<void> {
    for (const each of await names()) if (each.version >= version) await files.remove(`${folder}/${each.name}`)
    hasLeftOvers = false
  }

  // A piece is written before the next is encoded, so that no two are in memory.
  async function saveDelta(version: number, table: StateTable, changed: Int32Array): Promise<void> {
    const { count, encode } = pieces(table, changed)
    for (let i = 0; i < count; i++) await write(deltaName(version, i + 1, count), encode(i))
  }

  async function savePart(version: number, table: StateTable, begun: Snapshot, numRows: number): Promise<void> {
    const end = Math.min(begun.rows.length, begun.written + numRows)
    const { count, encode } = pieces(table, begun.rows.subarray(begun.written, end))
    for (let i = 0; i < count; i++)
      await write(partName(version, begun.begun, begun.parts++, end === begun.rows.length && i === count - 1), encode(i))
    begun.written = end
  }

  return {
    async save(version, table) {
      if (hasLeftOvers) await removeLeftOvers(version)
      const changed = table.takeChanged()
      chain++
      rowsSinceBase += changed.length
      const longest = Math.max(limits.deltas, table.size / ROWS_PER_DELTA)
      // Rows that are gone would be written on for as many batches as there are parts; a snapshot of those left is soon done.
      const isStale = snapshot !== null && STALE * (table.size + limits.partRows) < snapshot.rows.length - snapshot.written
      if (isStale) snapshot = null
      if (snapshot === null && (isStale || chain >= longest || rowsSinceBase > table.size)) {
        snapshot = { begun: version, rows: table.all(), written: 0, parts: 0 }
        rowsSinceBase = 0
      }
      const isFarTooLong = chain >= FAR_TOO_LONG * longest
      const partRows = isFarTooLong ? Number.POSITIVE_INFINITY : Math.max(limits.partRows, changed.length)
      // A snapshot that is written at once says all that the delta would.
      const isWhole = snapshot?.begun === version && snapshot.rows.length <= partRows
      if (!isWhole) await saveDelta(version, table, changed)
      if (snapshot !== null) {
        await savePart(version, table, snapshot, partRows)
        if (snapshot.written === snapshot.rows.length) {
          chain = version - snapshot.begun
          snapshot = null
        }
      }
      faultPoint('state file renamed')
    },
    compact(table) {
      if (snapshot === null) table.compact()
    },
    async load(version, table) {
      hasLeftOvers = true
      snapshot = null
      rowsSinceBase = 0
      const { base, names: toRead, missing } = filesToRead(await names(), version)
      if (missing !== null) {
        throw new SluiceError(
          'CHECKPOINT_DAMAGED',
          `Cannot restore the state of version ${version} from ${files.location}: ${folder}/${missing} is missing. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
          { version, name: missing },
        )
      }
      for (const name of toRead) {
        const path = `${files.location}/${folder}/${name}`
        const rows = decodeColumnFile((await files.read(`${folder}/${name}`))!, path)
        table.load(rows, path)
        if (name.endsWith('.delta')) rowsSinceBase += rows.numRows
      }
      chain = version - base
    },
    async purge(oldest) {
      const all = await names()
      const { base } = filesToRead(all, oldest)
      const isOld = (each: (typeof all)[number]) => (each.kind === 'delta' ? each.version <= base : each.begun < base)
      const old = all.filter(isOld).slice(0, REMOVED_AT_ONCE + fresh)
      fresh = 0
      await Promise.all(old.map(({ name }) => files.remove(`${folder}/${name}`)))
    },
  }
}
