import { embeddedEngine } from '../../src/engines/embedded.ts'
import type { Column, Columns } from '../../src/expressions/column.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import type { Stream } from '../../src/plan/stream.ts'
import { fieldsOf, simpleString } from '../../src/schema/data-type.ts'
import { type MemoryRecord, memorySource } from '../../src/sources/memory.ts'
import type { Canonical } from './canonical.ts'
import { captureSink } from './capture-sink.ts'
import { type CaseRecord, type ExpressionTable, raw } from './case.ts'
import type { ExpressionOutcome } from './outcome.ts'
import { errorOutcome } from './run-sluice.ts'

type Expression = (t: Readonly<Record<string, Column>>) => Column

/** The records of a table: one a row. */
export const tableRecords = (table: ExpressionTable): CaseRecord[] =>
  table.rows.map(given => raw(typeof given === 'string' ? given : JSON.stringify(given)))

/** A table of expressions on sluice: through from_json and a query, as on Spark. */
export async function sluiceTable(table: ExpressionTable): Promise<ExpressionOutcome[]> {
  const records: MemoryRecord[] = tableRecords(table).map(({ value, timestampMs }) => ({ value, timestampMs }))
  const outcomes = table.expressions.map(({ sluice }) => typed(table, sluice))
  const good = outcomes.flatMap((outcome, i) => (outcome.error === undefined ? [i] : []))
  const together = await values(
    table,
    records,
    good.map(i => table.expressions[i]!.sluice),
  )
  for (const [at, i] of good.entries()) {
    const { sluice } = table.expressions[i]!
    const found = together?.[at] ?? (await values(table, records, [sluice]))?.[0] ?? (await rowByRow(table, records, sluice))
    outcomes[i] = { ...outcomes[i], values: found }
  }
  return outcomes
}

function typed(table: ExpressionTable, sluice: Expression): ExpressionOutcome {
  try {
    const { schema } = select(table, [], [sluice])
    return { type: simpleString(fieldsOf(schema)[0]!.type) }
  } catch (thrown) {
    return { error: errorOutcome(thrown, 'start') }
  }
}

function select(table: ExpressionTable, records: readonly MemoryRecord[], list: readonly Expression[]): Stream<Columns> {
  const source = memorySource({ topic: 't' })
  source.add(0, records)
  const engine = embeddedEngine({ timeZone: table.conf?.['spark.sql.session.timeZone'] ?? 'UTC' })
  return readStream(engine)
    .from(source)
    .select(r => ({ data: fromJson(r.value.cast('string'), table.schema) }))
    .select(t => ({ ...t.data }))
    .select(t => Object.fromEntries(list.map((sluice, i) => [`c${i}`, sluice(t as Readonly<Record<string, Column>>)])))
}

/** One list of values an expression; null where one of them fails. */
async function values(
  table: ExpressionTable,
  records: readonly MemoryRecord[],
  list: readonly Expression[],
): Promise<Canonical[][] | null> {
  if (list.length === 0) return []
  try {
    const rows = await run(select(table, records, list))
    return list.map((_, i) => rows.map(row => (row as readonly Canonical[])[i]!))
  } catch {
    return null
  }
}

async function run(stream: Stream<Columns>): Promise<readonly Canonical[]> {
  const sink = captureSink()
  const query = stream.writeStream({ sink })
  try {
    await query.drain()
    return [...sink.batches.values()].flat()
  } finally {
    await query.stop()
  }
}

async function rowByRow(table: ExpressionTable, records: readonly MemoryRecord[], sluice: Expression): Promise<Canonical[]> {
  const found: Canonical[] = []
  for (const record of records) {
    try {
      found.push(((await run(select(table, [record], [sluice])))[0] as readonly Canonical[])[0]!)
    } catch (thrown) {
      found.push({ error: errorOutcome(thrown, 'running').condition })
    }
  }
  return found
}
