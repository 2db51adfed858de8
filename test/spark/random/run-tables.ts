import { asCanonical, differences } from '../compare.ts'
import type { Live } from '../live.ts'
import type { ExpressionOutcome } from '../outcome.ts'
import { sparkTable } from '../run-spark.ts'
import { sluiceTable, tableRecords } from '../run-table.ts'
import { partsOf, printed, sizeOf, type Tree } from './expression.ts'
import { type RandomTable, randomTable, tableOf } from './random-table.ts'

const EXPRESSIONS = 40
/** Topics made in one request. */
const CHUNK = 10
/** Each is shrunk, which asks Spark again: the first ones tell enough. */
const MOST_SHRUNK = 25

/** Random tables until so many expressions were compared. */
export async function runRandomTables(
  live: Live,
  firstSeed: number,
  wanted: number,
  report: (lines: readonly string[]) => void,
): Promise<{ readonly compared: number; readonly failed: number }> {
  const { judge, topics } = live
  let compared = 0
  let failed = 0
  for (let seed = firstSeed; compared < wanted; ) {
    const tables: RandomTable[] = []
    for (let i = 0; i < CHUNK && compared + i * EXPRESSIONS < wanted; i++) {
      tables.push(randomTable(seed++, Math.min(EXPRESSIONS, wanted - compared - i * EXPRESSIONS)))
    }
    await topics.prepare(tables.map(({ table }) => table))
    for (const random of tables) {
      const { table } = random
      await topics.add(table, tableRecords(table))
      const sparks = await sparkTable(judge, table, topics)
      const sluices = await sluiceTable(table)
      for (const [i, tree] of random.trees.entries()) {
        compared++
        const row = differingRow(sparks[i]!, sluices[i]!)
        if (row === null) continue
        failed++
        const smallest = failed <= MOST_SHRUNK ? await shrunk(live, random, tree, row) : { tree, row }
        report(await told(live, random, smallest, table.name))
      }
    }
  }
  return { compared, failed }
}

/** The first row whose values differ; -1 where types or errors of analysis do. */
function differingRow(spark: ExpressionOutcome, sluice: ExpressionOutcome): number | null {
  if (differences(asCanonical(spark), asCanonical(sluice)).length === 0) return null
  if (spark.values === undefined || sluice.values === undefined || spark.type !== sluice.type) return -1
  return spark.values.findIndex((value, i) => differences({ v: value }, { v: sluice.values?.[i] }).length > 0)
}

interface Found {
  readonly tree: Tree
  readonly row: number
}

/** The smallest part of an expression that differs for that row. */
async function shrunk(live: Live, random: RandomTable, tree: Tree, row: number): Promise<Found> {
  const parts = partsOf(tree).filter(part => part.kind === 'operation')
  const unique = [...new Map(parts.map(part => [printed(part), part])).values()].sort((a, b) => sizeOf(a) - sizeOf(b))
  if (unique.length === 0) return { tree, row }
  const pairs = await both(live, random, unique, row)
  const at = pairs.findIndex(({ spark, sluice }) => differingRow(spark, sluice) !== null)
  return at === -1 ? { tree, row } : { tree: unique[at]!, row }
}

async function both({ judge, topics }: Live, { table }: RandomTable, trees: readonly Tree[], row: number) {
  const rows = table.rows as readonly string[]
  const zone = table.conf?.['spark.sql.session.timeZone'] ?? 'UTC'
  const small = tableOf(table.name, table.schema.fields, row < 0 ? rows : [rows[row]!], trees, zone)
  const sparks = await sparkTable(judge, small, topics, { of: table, only: row < 0 ? null : row })
  const sluices = await sluiceTable(small)
  return trees.map((_, i) => ({ spark: sparks[i]!, sluice: sluices[i]! }))
}

async function told(live: Live, random: RandomTable, { tree, row }: Found, name: string): Promise<string[]> {
  const [pair] = await both(live, random, [tree], row)
  const used = new Set(printed(tree).match(/c\d+/g) ?? [])
  const text = row < 0 ? '{}' : (random.table.rows[row] as string)
  const fields = text
    .slice(1, -1)
    .split(/, (?="c\d+":)/)
    .filter(field => used.has(/c\d+/.exec(field)?.[0] ?? ''))
  const types = Object.entries(random.table.schema.fields).filter(([field]) => used.has(field))
  return [
    `${name}, ${random.table.conf?.['spark.sql.session.timeZone']}: ${printed(tree)}`,
    `  over ${types.map(([field, type]) => `${field} ${type.kind}`).join(', ')}: {${fields.join(', ')}}`,
    `  Spark  ${JSON.stringify(pair!.spark)}`,
    `  sluice ${JSON.stringify(pair!.sluice)}`,
  ]
}
