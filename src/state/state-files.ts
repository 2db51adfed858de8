import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import type { AggregationState } from './aggregation-state.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import { decodeColumnFile, encodeColumnFile } from './column-file.ts'

const FOLDER = 'state/0'
/** Most deltas that a restart has to read. */
const LONGEST_CHAIN = 100

/**
 * State on disk: version N+1 is the state after batch N. A delta holds the groups that a batch changed, a snapshot all
 * of them. A snapshot is written when the deltas since the last one hold more groups than the state itself, so that
 * what is written grows with the change.
 */
export interface StateFiles {
  /** Writes version `version`: the groups in `changed`, or all. */
  save(version: number, state: AggregationState, changed: Int32Array): Promise<void>
  /** Brings an empty state to a version. @throws CHECKPOINT_DAMAGED where a file is missing */
  load(version: number, state: AggregationState): Promise<void>
  /** Removes files that no version from `oldest` on needs. */
  purge(oldest: number): Promise<void>
}

export function stateFiles(files: CheckpointFiles): StateFiles {
  let groupsSinceSnapshot = 0
  let chain = 0
  const versions = async (ending: string) =>
    (await files.list(FOLDER))
      .filter(name => name.endsWith(ending))
      .map(name => Number.parseInt(name, 10))
      .sort((a, b) => a - b)
  const read = async (name: string) => {
    const bytes = await files.read(`${FOLDER}/${name}`)
    return bytes === null ? null : decodeColumnFile(bytes, `${files.location}/${FOLDER}/${name}`)
  }
  return {
    async save(version, state, changed) {
      chain++
      groupsSinceSnapshot += changed.length
      const whole = chain >= LONGEST_CHAIN || groupsSinceSnapshot > state.size
      if (whole) [chain, groupsSinceSnapshot] = [0, 0]
      const [groups, ending] = whole ? [state.all(), 'snapshot'] : [changed, 'delta']
      await files.write(`${FOLDER}/${version}.${ending}`, encodeColumnFile(state.save(groups)), () =>
        faultPoint('state file written'),
      )
      // A batch that is run again after a crash may choose the other kind; two of one version would contradict each other.
      await files.remove(`${FOLDER}/${version}.${whole ? 'delta' : 'snapshot'}`)
      faultPoint('state file renamed')
    },
    async load(version, state) {
      chain = 0
      groupsSinceSnapshot = 0
      const base = (await versions('.snapshot')).filter(snapshot => snapshot <= version).at(-1) ?? 0
      if (base > 0) state.load((await read(`${base}.snapshot`))!, `${files.location}/${FOLDER}/${base}.snapshot`)
      for (let next = base + 1; next <= version; next++) {
        const name = `${next}.delta`
        const delta = await read(name)
        if (delta === null) {
          throw new SluiceError(
            'CHECKPOINT_DAMAGED',
            `Cannot restore the state of version ${version} from ${files.location}: ${FOLDER}/${name} is missing. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
            { version, name },
          )
        }
        state.load(delta, `${files.location}/${FOLDER}/${name}`)
        chain++
        groupsSinceSnapshot += delta.numRows
      }
    },
    async purge(oldest) {
      const base = (await versions('.snapshot')).filter(snapshot => snapshot <= oldest).at(-1)
      if (base === undefined) return
      for (const name of await files.list(FOLDER)) if (Number.parseInt(name, 10) < base) await files.remove(`${FOLDER}/${name}`)
    },
  }
}
