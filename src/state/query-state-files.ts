import type { CheckpointFiles } from './checkpoint-files.ts'
import type { OperatorState } from './operator-state.ts'
import { type StateFiles, stateFiles } from './state-files.ts'

/** The state of all operators of a query on disk: `state/<operator>`, below it a folder for each table where there are several. */
export interface QueryStateFiles {
  /** Writes version `version` of every table; then each may let go of what it does not hold any more. */
  save(version: number, states: readonly OperatorState[]): Promise<void>
  /** Brings empty tables to a version. @throws CHECKPOINT_DAMAGED, STATE_SCHEMA_NOT_COMPATIBLE */
  load(version: number, states: readonly OperatorState[]): Promise<void>
  /** Removes files that no version from `oldest` on needs. */
  purge(oldest: number): Promise<void>
}

export function queryStateFiles(files: CheckpointFiles): QueryStateFiles {
  const known = new Map<string, StateFiles>()
  const filesOf = (operator: number, table: string) => {
    const folder = table === '' ? `state/${operator}` : `state/${operator}/${table}`
    const found = known.get(folder) ?? stateFiles(files, folder)
    known.set(folder, found)
    return found
  }
  const each = async (states: readonly OperatorState[], work: (...args: TableArgs) => Promise<void>) => {
    for (const [operator, { tables }] of states.entries())
      for (const table of tables) await work(filesOf(operator, table.name), table)
  }
  return {
    async save(version, states) {
      await each(states, (tableFiles, table) => tableFiles.save(version, table))
      // Once all are written: the tables of a join number their rows together.
      await each(states, async (tableFiles, table) => tableFiles.compact(table))
    },
    load: (version, states) => each(states, (tableFiles, table) => tableFiles.load(version, table)),
    async purge(oldest) {
      for (const tableFiles of known.values()) await tableFiles.purge(oldest)
    },
  }
}

type TableArgs = [files: StateFiles, table: OperatorState['tables'][number]]
