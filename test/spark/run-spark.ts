import { type Canonical, ddlOf, sortedRows } from './canonical.ts'
import type { ExpressionTable, FactCase, SourceOptions, StreamingCase } from './case.ts'
import type { CaseRun } from './case-run.ts'
import type { CaseTopics } from './case-topics.ts'
import type { Judge } from './judge-client.ts'
import { type BatchOutcome, batchOutcome, type ErrorOutcome, type ExpressionOutcome, type ProgressParts } from './outcome.ts'

interface StepAnswer {
  readonly batches: readonly { readonly batchId: number; readonly rows: readonly Canonical[] }[]
  readonly progress: readonly ProgressParts[]
  readonly printed: string
  readonly error?: ErrorOutcome
}

/** A streaming case on real Spark. */
export async function sparkRun(judge: Judge, given: StreamingCase, topics: CaseTopics): Promise<CaseRun> {
  const topicOf = topics.of(given)
  const nameOf = new Map([...topicOf].map(([name, topic]) => [topic, name]))
  const sources = Object.entries(given.schemas).map(([name, schema]) => [
    name,
    {
      ddl: schema === null ? null : ddlOf(schema),
      hasTs: schema !== null && 'ts' in schema.fields,
      options: sparkOptions(given.sourceOptions[name] ?? {}, topicOf.get(name)!),
    },
  ])
  const sink = given.sink
  await judge.ask({
    op: 'open',
    brokers: topics.brokers,
    sources: Object.fromEntries(sources),
    topics: Object.fromEntries(topicOf),
    program: given.pyspark,
    outputMode: given.outputMode ?? null,
    trigger: given.trigger ?? 'steps',
    conf: given.conf ?? {},
    sink: sink === undefined ? null : sinkRequest(sink, topics.brokers, topicOf.get('sink') ?? ''),
  })
  const seen = new Set<number>()
  return {
    async start() {
      const { schema, error } = await judge.ask<{ schema?: string; error?: ErrorOutcome }>({ op: 'start' })
      return {
        ...(schema === undefined || schema === null ? {} : { schema }),
        ...(error === undefined ? {} : { error: plain(error) }),
      }
    },
    async hold() {
      await judge.ask({ op: 'hold' })
    },
    async step() {
      const { batches, progress, printed, error } = await judge.ask<StepAnswer>({ op: 'step' })
      const outcomes: BatchOutcome[] = []
      const rowsOf = new Map(batches.map(batch => [batch.batchId, batch.rows]))
      const progressOf = new Map(progress.filter(({ batchId }) => !seen.has(batchId)).map(part => [part.batchId, part]))
      for (const batchId of [...progressOf.keys()].sort((a, b) => a - b)) {
        seen.add(batchId)
        const rows = rowsOf.get(batchId) ?? []
        const ordered = given.ordered === true ? rows : sortedRows(rows)
        outcomes.push(
          batchOutcome(batchId, ordered, progressOf.get(batchId), {
            offsets: given.offsets === true,
            shape: given.progressShape === true,
            topics: nameOf,
          }),
        )
      }
      return { batches: outcomes, printed, ...(error === undefined ? {} : { error: plain(error) }) }
    },
    async stop() {
      await judge.ask({ op: 'stop' })
    },
    async written() {
      const { rows, error } = await judge.ask<{ rows?: Canonical[]; error?: ErrorOutcome }>({ op: 'written' })
      return error === undefined ? sortedRows(rows ?? []) : { error: error.condition }
    },
    async close() {
      await judge.ask({ op: 'close' })
    },
  }
}

function sinkRequest(
  sink: NonNullable<StreamingCase['sink']>,
  brokers: string,
  topic: string,
): Readonly<Record<string, unknown>> {
  const kafka = sink.format === 'kafka' ? { 'kafka.bootstrap.servers': brokers, topic } : {}
  return { format: sink.format, options: { ...kafka, ...sink.options }, partitionBy: sink.partitionBy ?? [] }
}

/** Options as texts, with the topic in its place; earliest where nothing is said. */
export function sparkOptions(options: SourceOptions, topic: string): Record<string, string> {
  const texts = Object.entries(optionsOf(options, topic)).map(([name, value]) => [name, String(value)])
  return Object.fromEntries(texts)
}

export function optionsOf(options: SourceOptions, topic: string): SourceOptions {
  const given = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('$topic', topic) : value,
  ])
  const named = ['subscribe', 'assign', 'subscribePattern'].some(name => name in options)
  const starts = Object.keys(options).some(name => /^starting(Offsets|Timestamp|OffsetsByTimestamp)$/i.test(name))
  return {
    ...(named ? {} : { subscribe: topic }),
    ...(starts ? {} : { startingOffsets: 'earliest' }),
    ...Object.fromEntries(given),
  }
}

/**
 * A table of expressions on real Spark, whose rows are in its topic.
 *
 * @param only the one row that is wanted, of a table whose topic is that of `of`
 */
export async function sparkTable(
  judge: Judge,
  table: ExpressionTable,
  topics: CaseTopics,
  { only = null, of = table }: { readonly only?: number | null; readonly of?: ExpressionTable } = {},
): Promise<ExpressionOutcome[]> {
  const { answers } = await judge.ask<{ answers: (ExpressionOutcome & { error?: ErrorOutcome })[] }>({
    op: 'table',
    brokers: topics.brokers,
    topic: topics.of(of).get('t'),
    only,
    ddl: ddlOf(table.schema),
    expressions: table.expressions.map(({ pyspark }) => pyspark),
    conf: table.conf ?? {},
  })
  return answers.map(({ error, ...answer }) => (error === undefined ? answer : { error: plain(error) }))
}

/** A fact on real Spark. */
export async function sparkFact(judge: Judge, given: FactCase): Promise<Canonical> {
  const { value, error } = await judge.ask<{ value?: Canonical; error?: ErrorOutcome }>({ op: 'fact', program: given.pyspark })
  return error === undefined ? { value: value ?? null } : { error: { ...plain(error) } }
}

const plain = ({ condition, phase }: ErrorOutcome): ErrorOutcome => ({ condition, phase })
