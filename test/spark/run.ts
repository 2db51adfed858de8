// The judge's run: sluice against what real Spark gave. See test/spark/case.ts for the form of a case.
//
//   node dist/test/spark/run.js                 sluice against the goldens
//   node dist/test/spark/run.js --live          outcomes made anew by Spark; fails where they differ from goldens or sluice
//   node dist/test/spark/run.js --live --write  writes the goldens
//   … --only TEXT                               only the cases whose file or name contains the text
//   … --random N [--seed S] [--kind queries]    then N random cases (2,000 where N is 0) on Spark and sluice
import { randomInt } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Case } from './case.ts'
import { type CaseTopics, openCaseTopics } from './case-topics.ts'
import { Checker } from './checker.ts'
import { readGoldens, writeGoldens } from './goldens.ts'
import { type Judge, openJudge } from './judge-client.ts'
import { labDifferences } from './lab/lab-twin.ts'
import { runRandom } from './random/run-random.ts'

const RANDOM_CASES = 2000
const LAB = 'the script of the lab and its twin, 100,000 transactions'

export interface RunOptions {
  readonly live: boolean
  readonly write: boolean
  readonly only: string | undefined
}

/** @returns the exit code */
export async function runCases(options: RunOptions): Promise<number> {
  const started = performance.now()
  const files = readdirSync(join(__dirname, 'cases')).filter(name => name.endsWith('.js'))
  let judge: Judge | null = null
  let topics: CaseTopics | null = null
  const checker = new Checker()
  try {
    if (options.live) {
      judge = await openJudge()
      topics = await openCaseTopics()
    }
    for (const file of files.sort()) {
      const { name } = parse(file)
      const cases = await casesOf(join(__dirname, 'cases', file))
      const wanted = cases.filter(given => options.only === undefined || `${name} ${given.name}`.includes(options.only))
      if (wanted.length === 0) continue
      const goldens = readGoldens(name)
      const live = judge === null || topics === null ? null : { judge, topics }
      const kept = await checker.file({ name, cases: wanted, goldens, live, write: options.write })
      if (options.write) writeGoldens(name, inOrder(cases, { ...goldens, ...kept }))
    }
    if (options.only === undefined || LAB.includes(options.only)) checker.count(LAB, await labDifferences(judge, options.write))
  } finally {
    judge?.close()
    await topics?.close()
  }
  checker.summary((performance.now() - started) / 1000)
  return checker.failed === 0 && checker.passed > 0 ? 0 : 1
}

async function casesOf(path: string): Promise<readonly Case[]> {
  const { cases } = (await import(pathToFileURL(path).href)) as { cases: readonly Case[] }
  const names = cases.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new Error(`${path}: two cases are named "${twice}"`)
  return cases
}

/** In the order of the file, without what is gone. */
function inOrder<T>(cases: readonly Case[], kept: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(cases.filter(({ name }) => name in kept).map(({ name }) => [name, kept[name]!]))
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      live: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      only: { type: 'string' },
      random: { type: 'string' },
      seed: { type: 'string' },
      kind: { type: 'string' },
    },
  })
  const isRandomAlone = values.random !== undefined && !values.live && !values.write
  const options = { live: values.live || values.write, write: values.write, only: values.only }
  const code = isRandomAlone ? 0 : await runCases(options)
  if (values.random === undefined) return code
  const kind = values.kind === 'queries' || values.kind === 'expressions' ? values.kind : undefined
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
  return Math.max(code, await runRandom({ cases: Number(values.random) || RANDOM_CASES, seed, kind }))
}

if (require.main === module) {
  main().then(
    code => process.exit(code),
    thrown => {
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : thrown}\n`)
      process.exit(1)
    },
  )
}
