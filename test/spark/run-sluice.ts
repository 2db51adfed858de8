import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { type KafkaColumns, readStream } from '../../src/plan/read-stream.ts'
import type { Stream } from '../../src/plan/stream.ts'
import type { StreamingQuery } from '../../src/plan/streaming-query.ts'
import { type StructType, simpleString } from '../../src/schema/data-type.ts'
import { type MemorySource, memorySource } from '../../src/sources/memory.ts'
import { SluiceError } from '../../src/util/error.ts'
import { sortedRows } from './canonical.ts'
import { type CaptureSink, captureSink } from './capture-sink.ts'
import type { CaseRecord, StreamingCase, Writable } from './case.ts'
import type { CaseRun } from './case-run.ts'
import { type CaseTopics, partitionsOf, streamsOf } from './case-topics.ts'
import { type BatchOutcome, batchOutcome, type ErrorOutcome } from './outcome.ts'
import { optionsOf } from './run-spark.ts'
import { temporaryRoot } from './temporary-root.ts'
import { writtenRows } from './written-rows.ts'

/** Where a case's records come from: the broker, or the same records kept in this process. */
export interface CaseInput {
  /** The raw streams of a run; after a restart they are asked for again. */
  streams(engine: ReturnType<typeof embeddedEngine>): Record<string, Stream<KafkaColumns>>
  readonly topicNames: ReadonlyMap<string, string>
  readonly sinkTopic: string
}

export function kafkaInput(given: StreamingCase, topics: CaseTopics): CaseInput {
  const topicOf = topics.of(given)
  return {
    streams: engine =>
      Object.fromEntries(
        streamsOf(given).map(name => {
          const options = optionsOf(given.sourceOptions[name] ?? {}, topicOf.get(name)!)
          return [name, readStream(engine, { brokers: topics.brokers.split(',') }).kafka(options)]
        }),
      ),
    topicNames: new Map([...topicOf].map(([name, topic]) => [topic, name])),
    sinkTopic: topicOf.get('sink') ?? '',
  }
}

/** Without a broker: for cases that only say where to start and how much to take. */
export function memoryInput(given: StreamingCase): CaseInput & { add(records: readonly CaseRecord[]): void } {
  const names = streamsOf(given)
  const sources = new Map<string, MemorySource>()
  for (const name of names) {
    const { startingOffsets = 'earliest', maxOffsetsPerTrigger, includeHeaders } = given.sourceOptions[name] ?? {}
    const source = memorySource({
      topic: name,
      partitions: partitionsOf(given, name),
      startingOffsets: startingOffsets as 'earliest' | 'latest',
      ...(maxOffsetsPerTrigger === undefined ? {} : { maxOffsetsPerTrigger: Number(maxOffsetsPerTrigger) }),
      ...(includeHeaders === undefined ? {} : { includeHeaders: String(includeHeaders) === 'true' }),
    })
    sources.set(name, source)
  }
  return {
    streams: engine => Object.fromEntries([...sources].map(([name, source]) => [name, readStream(engine).from(source)])),
    topicNames: new Map(),
    sinkTopic: '',
    add(records) {
      for (const { source, partition, headers, ...record } of records) {
        const pairs = headers === undefined ? {} : { headers: Object.entries(headers) }
        sources.get(source || names[0]!)!.add(partition, [{ ...record, ...pairs }])
      }
    },
  }
}

const IN_PROCESS = ['startingOffsets', 'maxOffsetsPerTrigger', 'includeHeaders']

/** Whether sluice's side needs the broker. */
export function needsBroker(given: StreamingCase): boolean {
  if (given.needsBroker === true || given.sink?.format === 'kafka') return true
  return Object.values(given.sourceOptions).some(options =>
    Object.entries(options).some(([name, value]) => !IN_PROCESS.includes(name) || String(value).startsWith('{')),
  )
}

/** A streaming case on sluice. */
export function sluiceRun(given: StreamingCase, input: CaseInput): CaseRun {
  const folder = mkdtempSync(join(temporaryRoot(), 'sluice-case-'))
  const path = join(folder, 'out')
  let printed = ''
  let schema: string | undefined
  let starts = 0
  let query: StreamingQuery<unknown> | null = null
  let capture: CaptureSink = captureSink()

  const write = (text: string) => {
    printed += text
  }
  function open(): StreamingQuery<unknown> & { readonly schemaText?: string } {
    const conf = given.conf ?? {}
    const engine = embeddedEngine({ timeZone: conf['spark.sql.session.timeZone'] ?? 'UTC' })
    const kafka = input.streams(engine)
    const streams = Object.fromEntries(
      Object.entries(kafka).map(([name, stream]) => [name, parsed(stream, given.schemas[name] ?? null)]),
    )
    const stream = given.sluice({ streams, kafka, start: starts++ }) as Writable & { readonly schema?: StructType }
    schema = stream.schema === undefined ? undefined : simpleString(stream.schema)
    capture = captureSink()
    const sink = given.sink?.sluice({ write, path, topic: input.sinkTopic }) ?? capture
    const policy = conf['spark.sql.streaming.multipleWatermarkPolicy']
    const noData = conf['spark.sql.streaming.noDataMicroBatches.enabled']
    return stream.writeStream({
      sink,
      checkpointLocation: join(folder, 'checkpoint'),
      ...(given.outputMode === undefined ? {} : { outputMode: given.outputMode }),
      ...(policy === undefined ? {} : { multipleWatermarkPolicy: policy as 'min' | 'max' }),
      ...(noData === undefined ? {} : { noDataMicroBatches: noData === 'true' }),
    })
  }

  return {
    async start() {
      try {
        query = open()
        return schema === undefined ? {} : { schema }
      } catch (thrown) {
        return { ...(schema === undefined ? {} : { schema }), error: errorOutcome(thrown, 'start') }
      }
    },
    async step() {
      const from = printed.length
      const before = new Set(query!.recentProgress.map(({ batchId }) => batchId))
      let error: ErrorOutcome | undefined
      try {
        if (given.trigger === 'once') await query!.next()
        else await query!.drain()
      } catch (thrown) {
        error = errorOutcome(thrown, 'running')
      }
      const batches: BatchOutcome[] = query!.recentProgress
        .filter(({ batchId }) => !before.has(batchId))
        .map(progress => {
          const rows = capture.batches.get(progress.batchId) ?? []
          const ordered = given.ordered === true ? rows : sortedRows(rows)
          return batchOutcome(progress.batchId, ordered, progress, {
            offsets: given.offsets === true,
            topics: input.topicNames,
          })
        })
      return { batches, printed: printed.slice(from), ...(error === undefined ? {} : { error }) }
    },
    async stop() {
      await query?.stop()
      query = null
    },
    written: () => writtenRows(given, path),
    async close() {
      await query?.stop().catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function parsed(stream: Stream<KafkaColumns>, schema: StructType | null): unknown {
  if (schema === null) return stream
  return stream
    .select(r => ({ data: fromJson(r.value.cast('string'), schema), ts: r.timestamp }))
    .select(t => ('ts' in schema.fields ? { ...t.data } : { ...t.data, ts: t.ts }))
}

/** The condition that a message begins with, as Spark's do; else the code. */
export function errorOutcome(thrown: unknown, phase: ErrorOutcome['phase']): ErrorOutcome {
  if (!(thrown instanceof SluiceError)) return { condition: `not a SluiceError: ${thrown}`, phase }
  return { condition: /^\[([A-Z][A-Z0-9_.]*)\]/.exec(thrown.message)?.[1] ?? thrown.code, phase }
}
