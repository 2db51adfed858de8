// The judge's run: sluice against what real Spark gave. See test/spark/case.ts for the form of a case.
//
//   node dist/test/spark/run.js                 sluice against the goldens
//   node dist/test/spark/run.js --live          outcomes made anew by Spark; fails where they differ from goldens or sluice;
//                                               then 2,000 random cases
//   node dist/test/spark/run.js --live --write  writes the goldens
//   … --only TEXT                               only the cases whose file or name contains the text
//   … --random N [--seed S] [--kind queries]    then N random cases on Spark and sluice
import { randomInt } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Case } from './case.ts'
import { Checker } from './checker.ts'
import { readGoldens, writeGoldens } from './goldens.ts'
import type { Judge } from './judge-client.ts'
import { labDifferences } from './lab/lab-twin.ts'
import { type Live, withSparks } from './live.ts'
import { runRandom } from './random/run-random.ts'

const RANDOM_CASES = 2000
const LAB = 'the script of the lab and its twin, 100,000 transactions'

export interface RunOptions {
  readonly live: boolean
  readonly write: boolean
  readonly only: string | undefined
}

class UsageError extends Error {}

/** @returns the exit code */
export async function runCases(options: RunOptions): Promise<number> {
  const started = performance.now()
  const checker = new Checker()
  const files = await wantedFiles(options.only)
  const isLabWanted = options.only === undefined || LAB.includes(options.only)
  if (files.length === 0 && !isLabWanted) throw new UsageError(`--only ${options.only}: no case has that in its file or name`)
  const compareLab = async (judge: Judge | null) => checker.count(LAB, await labDifferences(judge, options.write))
  if (options.live) {
    files.sort((a, b) => weightOf(b) - weightOf(a))
    await withSparks(async (live, index) => {
      if (isLabWanted && index === 0) await compareLab(live.judge)
      for (let file = files.shift(); file !== undefined; file = files.shift()) await checkFile(checker, file, live, options.write)
    })
  } else {
    for (const file of files) await checkFile(checker, file, null, options.write)
    if (isLabWanted) await compareLab(null)
  }
  checker.summary((performance.now() - started) / 1000)
  return checker.failed === 0 && checker.passed > 0 ? 0 : 1
}

/** A file of cases, and those of them that are wanted. */
interface CaseFile {
  readonly name: string
  readonly all: readonly Case[]
  readonly wanted: readonly Case[]
}

async function wantedFiles(only: string | undefined): Promise<CaseFile[]> {
  const files: CaseFile[] = []
  const paths = readdirSync(join(__dirname, 'cases')).filter(name => name.endsWith('.js'))
  for (const path of paths.sort()) {
    const { name } = parse(path)
    const all = await casesOf(join(__dirname, 'cases', path))
    const wanted = all.filter(given => only === undefined || `${name} ${given.name}`.includes(only))
    if (wanted.length > 0) files.push({ name, all, wanted })
  }
  return files
}

/** The longest first, so that all Sparks end at about the same time. */
const weightOf = ({ wanted }: CaseFile): number =>
  wanted.reduce((sum, given) => sum + (given.kind === 'expressions' ? given.expressions.length / 10 : 1), 0)

async function checkFile(checker: Checker, { name, all, wanted }: CaseFile, live: Live | null, write: boolean): Promise<void> {
  const goldens = readGoldens(name)
  const kept = await checker.file({ name, cases: wanted, goldens, live, write })
  if (write) writeGoldens(name, inOrder(all, { ...goldens, ...kept }))
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
  if (!['queries', 'expressions', undefined].includes(values.kind))
    throw new UsageError(`--kind ${values.kind}: queries or expressions`)
  for (const option of ['random', 'seed'] as const) {
    const text = values[option]
    if (text !== undefined && !/^\d+$/.test(text)) throw new UsageError(`--${option} ${text}: a whole number is wanted`)
  }
  const isRandomAlone = values.random !== undefined && !values.live && !values.write
  const options = { live: values.live || values.write, write: values.write, only: values.only }
  const code = isRandomAlone ? 0 : await runCases(options)
  const isWholeLiveRun = values.live && !values.write && values.only === undefined
  if (values.random === undefined && !isWholeLiveRun) return code
  const kind = values.kind as 'queries' | 'expressions' | undefined
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
  return Math.max(code, await runRandom({ cases: Number(values.random ?? RANDOM_CASES), seed, kind }))
}

if (require.main === module) {
  main().then(
    code => process.exit(code),
    thrown => {
      const isUsage = thrown instanceof UsageError || String(thrown?.code).startsWith('ERR_PARSE_ARGS')
      process.stderr.write(`${isUsage ? thrown.message : (thrown?.stack ?? thrown)}\n`)
      process.exit(isUsage ? 2 : 1)
    },
  )
}
