// Random cases: more than anybody would write down. A seed repeats them.
import { openCaseTopics } from '../case-topics.ts'
import { openJudge } from '../judge-client.ts'
import { type Failure, runRandomTables } from './run-tables.ts'

export interface RandomOptions {
  readonly cases: number
  readonly seed: number
}

/** @returns the exit code */
export async function runRandom({ cases, seed }: RandomOptions): Promise<number> {
  const startedMs = performance.now()
  print(`random cases from seed ${seed} (again: --random ${cases} --seed ${seed})`)
  const judge = await openJudge()
  const topics = await openCaseTopics()
  const report = ({ lines }: Failure) => print(`✗ ${lines.join('\n    ')}`)
  try {
    const tables = await runRandomTables({ judge, topics }, seed, cases, report)
    print(`${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
    print(`random: ${tables.compared - tables.failed} passed, ${tables.failed} failed`)
    return tables.failed === 0 ? 0 : 1
  } finally {
    judge.close()
    await topics.close()
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
