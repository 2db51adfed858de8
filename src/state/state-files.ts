import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import { decodeColumnFile, encodeColumnFile } from './column-file.ts'
import type { StateTable } from './operator-state.ts'

/** Most deltas that a restart has to read. */
const LONGEST_CHAIN = 100

/**
 * A table of state on disk: version N+1 is the state after batch N. A delta holds the rows that a batch changed, a
 * snapshot all of them. A snapshot is written when the deltas since the last one hold more rows than the table itself,
 * so that what is written grows with the change.
 */
export interface StateFiles {
  /** Writes version `version`: the rows changed since the last call, or all. */
  save(version: number, table: StateTable): Promise<void>
  /** Brings an empty table to a version. @throws CHECKPOINT_DAMAGED where a file is missing */
  load(version: number, table: StateTable): Promise<void>
  /** Removes files that no version from `oldest` on needs. */
  purge(oldest: number): Promise<void>
}

/** @param folder where the files of this table stand */
export function stateFiles(files: CheckpointFiles, folder: string): StateFiles {
  let rowsSinceSnapshot = 0
  let chain = 0
  const versions = async (ending: string) =>
    (await files.list(folder))
      .filter(name => name.endsWith(ending))
      .map(name => Number.parseInt(name, 10))
      .sort((a, b) => a - b)
  const read = async (name: string) => {
    const bytes = await files.read(`${folder}/${name}`)
    return bytes === null ? null : decodeColumnFile(bytes, `${files.location}/${folder}/${name}`)
  }
  return {
    async save(version, table) {
      const changed = table.takeChanged()
      chain++
      rowsSinceSnapshot += changed.length
      const whole = chain >= LONGEST_CHAIN || rowsSinceSnapshot > table.size
      if (whole) [chain, rowsSinceSnapshot] = [0, 0]
      const [rows, ending] = whole ? [table.all(), 'snapshot'] : [changed, 'delta']
      await files.write(`${folder}/${version}.${ending}`, encodeColumnFile(table.save(rows)), () =>
        faultPoint('state file written'),
      )
      // A batch that is run again after a crash may choose the other kind; two of one version would contradict each other.
      await files.remove(`${folder}/${version}.${whole ? 'delta' : 'snapshot'}`)
      faultPoint('state file renamed')
    },
    async load(version, table) {
      chain = 0
      rowsSinceSnapshot = 0
      const base = (await versions('.snapshot')).filter(snapshot => snapshot <= version).at(-1) ?? 0
      if (base > 0) table.load((await read(`${base}.snapshot`))!, `${files.location}/${folder}/${base}.snapshot`)
      for (let next = base + 1; next <= version; next++) {
        const name = `${next}.delta`
        const delta = await read(name)
        if (delta === null) {
          throw new SluiceError(
            'CHECKPOINT_DAMAGED',
            `Cannot restore the state of version ${version} from ${files.location}: ${folder}/${name} is missing. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
            { version, name },
          )
        }
        table.load(delta, `${files.location}/${folder}/${name}`)
        chain++
        rowsSinceSnapshot += delta.numRows
      }
    },
    async purge(oldest) {
      const base = (await versions('.snapshot')).filter(snapshot => snapshot <= oldest).at(-1)
      if (base === undefined) return
      for (const name of await files.list(folder)) if (Number.parseInt(name, 10) < base) await files.remove(`${folder}/${name}`)
    },
  }
}
