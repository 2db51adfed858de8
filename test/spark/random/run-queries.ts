import { recordsOf, type StreamingCase } from '../case.ts'
import { runCase } from '../case-run.ts'
import { asCanonical, differences } from '../compare.ts'
import type { Live } from '../live.ts'
import { kafkaInput, sluiceRun } from '../run-sluice.ts'
import { sparkRun } from '../run-spark.ts'
import { caseOf, type RandomQuery, randomQuery } from './random-query.ts'
import { simpler } from './simpler-query.ts'

const CHUNK = 20
const MOST_SHRUNK = 6
/** Runs that shrinking one case may take. */
const BUDGET = 25

/** Random streaming queries. */
export async function runRandomQueries(
  live: Live,
  firstSeed: number,
  wanted: number,
  report: (lines: readonly string[]) => void,
): Promise<{ readonly compared: number; readonly failed: number }> {
  let failed = 0
  for (let from = 0; from < wanted; from += CHUNK) {
    const queries = Array.from({ length: Math.min(CHUNK, wanted - from) }, (_, i) => randomQuery(firstSeed + from + i))
    const cases = queries.map(caseOf)
    await live.topics.prepare(cases)
    for (const [i, query] of queries.entries()) {
      const lines = await run(live, query, cases[i]!)
      if (lines.length === 0) continue
      failed++
      const small = failed <= MOST_SHRUNK ? await shrunk(live, query, lines) : { query, lines }
      report(told(small.query, small.lines))
    }
  }
  return { compared: wanted, failed }
}

async function run(live: Live, query: RandomQuery, given: StreamingCase): Promise<string[]> {
  const engines = [await sparkRun(live.judge, given, live.topics), sluiceRun(given, kafkaInput(given, live.topics))]
  const [spark, sluice] = await runCase(given, engines, step => live.topics.add(given, step))
  const lines = differences(asCanonical(spark), asCanonical(sluice))
  // Spark stops reading a partition where its limit is full, and counts what it read.
  const isLimited = query.verbs.some(({ kind }) => kind === 'limit')
  return isLimited ? lines.filter((line, i) => !/numInputRows/.test(line) && !/numInputRows/.test(lines[i - 1] ?? '')) : lines
}

/** Drops records, verbs and parts of verbs as long as the two still differ. */
async function shrunk(live: Live, query: RandomQuery, lines: readonly string[]) {
  let best = { query, lines }
  let budget = BUDGET
  for (let isSmaller = true; isSmaller && budget > 0; ) {
    isSmaller = false
    for (const candidate of simpler(best.query)) {
      if (budget-- <= 0) break
      const given = caseOf(candidate)
      await live.topics.prepare([given])
      const found = await run(live, candidate, given).catch(() => [])
      if (found.length === 0) continue
      best = { query: candidate, lines: found }
      isSmaller = true
      break
    }
  }
  return best
}

function told(query: RandomQuery, lines: readonly string[]): string[] {
  const given = caseOf(query)
  const steps = given.steps.map(step => {
    const records = recordsOf(step).map(
      ({ source, partition, timestampMs, value }) => `${source}-${partition} ${timestampMs / 1000}: ${value}`,
    )
    return `  step: ${records.join(' | ')}`
  })
  return [
    `query of seed ${query.seed}, ${query.outputMode}, ${query.trigger}, limit ${query.limit}`,
    ...given.pyspark.split('\n').map(line => `  ${line}`),
    ...steps,
    ...lines.slice(0, 8).map(line => `  ${line}`),
  ]
}
