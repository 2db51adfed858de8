// Random cases: more than anybody would write down. A seed repeats them.
import { openCaseTopics } from '../case-topics.ts'
import { openJudge } from '../judge-client.ts'
import { runRandomQueries } from './run-queries.ts'
import { type Failure, runRandomTables } from './run-tables.ts'

export interface RandomOptions {
  /** One in ten is a streaming query, the others are expressions. */
  readonly cases: number
  readonly seed: number
  /** Streaming queries alone, or none. */
  readonly kind?: 'queries' | 'expressions' | undefined
}

/** @returns the exit code */
export async function runRandom({ cases, seed, kind }: RandomOptions): Promise<number> {
  const startedMs = performance.now()
  print(`random cases from seed ${seed} (again: --live --random ${cases} --seed ${seed})`)
  const judge = await openJudge()
  const topics = await openCaseTopics()
  const report = ({ lines }: Failure) => print(`✗ ${lines.join('\n    ')}`)
  const queries = kind === 'expressions' ? 0 : kind === 'queries' ? cases : Math.ceil(cases / 10)
  try {
    const live = { judge, topics }
    const tables = await runRandomTables(live, seed, cases - queries, report)
    const streams = await runRandomQueries(live, seed, queries, report)
    const failed = tables.failed + streams.failed
    print(
      `${tables.compared} expressions, ${streams.compared} streaming queries, ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
    )
    print(`random: ${tables.compared + streams.compared - failed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    judge.close()
    await topics.close()
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
