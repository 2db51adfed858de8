// Random cases: more than anybody would write down. A seed repeats them.
import { withSparks } from '../live.ts'
import { runRandomQueries } from './run-queries.ts'
import { EXPRESSIONS_A_TABLE, type Failure, runRandomTables } from './run-tables.ts'

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
  const report = ({ lines }: Failure) => print(`✗ ${lines.join('\n    ')}`)
  const queries = kind === 'expressions' ? 0 : kind === 'queries' ? cases : Math.ceil(cases / 10)
  const compared = { expressions: 0, queries: 0 }
  let failed = 0
  await withSparks(async (live, index, sparks) => {
    const expressions = partOf(cases - queries, index, sparks, EXPRESSIONS_A_TABLE)
    const tables = await runRandomTables(live, seed + expressions.from / EXPRESSIONS_A_TABLE, expressions.count, report)
    const streams = partOf(queries, index, sparks, 1)
    const queried = await runRandomQueries(live, seed + streams.from, streams.count, report)
    compared.expressions += tables.compared
    compared.queries += queried.compared
    failed += tables.failed + queried.failed
  })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  print(`${compared.expressions} expressions, ${compared.queries} streaming queries, ${seconds} s`)
  print(`random: ${compared.expressions + compared.queries - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/** A share of the cases in whole units: which seed makes which case does not depend on how many share them. */
function partOf(cases: number, index: number, parts: number, unit: number): { readonly from: number; readonly count: number } {
  const share = Math.ceil(cases / unit / parts) * unit
  const from = Math.min(index * share, cases)
  return { from: index * share, count: Math.min(share, cases - from) }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
