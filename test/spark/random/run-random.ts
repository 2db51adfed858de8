// Random cases: more than anybody would write down. A seed repeats them.
import { withSparks } from '../live.ts'
import { runRandomQueries } from './run-queries.ts'
import { runRandomTables } from './run-tables.ts'

/** Between the tables of two Sparks: how many a share takes is not known before. */
const SEEDS_APART = 1_000_000

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
  const report = (lines: readonly string[]) => print(`✗ ${lines.join('\n    ')}`)
  const queries = kind === 'expressions' ? 0 : kind === 'queries' ? cases : Math.ceil(cases / 10)
  const compared = { expressions: 0, queries: 0 }
  let failed = 0
  await withSparks(async (live, index, sparks) => {
    const expressions = partOf(cases - queries, index, sparks)
    const tables = await runRandomTables(live, seed + index * SEEDS_APART, expressions.count, report)
    const streams = partOf(queries, index, sparks)
    const queried = await runRandomQueries(live, seed + streams.from, streams.count, report)
    compared.expressions += tables.compared
    compared.queries += queried.compared
    failed += tables.failed + queried.failed
  })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  print(`${compared.expressions} expressions, ${compared.queries} streaming queries, ${seconds} s`)
  print(`random: ${compared.expressions + compared.queries - failed} passed, ${failed} failed`)
  return failed === 0 && compared.expressions + compared.queries === cases ? 0 : 1
}

function partOf(cases: number, index: number, parts: number): { readonly from: number; readonly count: number } {
  const share = Math.ceil(cases / parts)
  const from = Math.min(index * share, cases)
  return { from, count: Math.min(share, cases - from) }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
