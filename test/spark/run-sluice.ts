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
import { recordsOf, type SourceOptions, type Step, type StreamingCase, type Transaction, type Writable } from './case.ts'
import type { CaseRun } from './case-run.ts'
import { type CaseTopics, partitionsOf, streamsOf } from './case-topics.ts'
import { type BatchOutcome, batchOutcome, type ErrorOutcome } from './outcome.ts'
import { optionsOf } from './run-spark.ts'
import { temporaryRoot } from './temporary-root.ts'
import { orderlyTopic } from './topic-names.ts'
import { writtenRecords, writtenRows } from './written-rows.ts'

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
          const own = { ...given.sourceOptions[name], ...given.sluiceOptions }
          const left = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null)) as SourceOptions
          const options = optionsOf(left, topicOf.get(name)!)
          return [name, readStream(engine, { brokers: topics.brokers.split(',') }).kafka(options)]
        }),
      ),
    topicNames: new Map([...topicOf].map(([name, topic]) => [topic, name])),
    sinkTopic: topicOf.get('sluice sink') ?? '',
  }
}

/** Without a broker: for cases that only say where to start and how much to take. */
export function memoryInput(given: StreamingCase): CaseInput & { add(step: Step | Transaction): void } {
  const names = streamsOf(given)
  const sources = new Map<string, MemorySource>()
  const topicNames = new Map<string, string>()
  for (const name of names) {
    const {
      startingOffsets = 'earliest',
      maxOffsetsPerTrigger,
      minOffsetsPerTrigger,
      includeHeaders,
    } = given.sourceOptions[name] ?? {}
    const partitions = partitionsOf(given, name)
    const topic = orderlyTopic(partitions, attempt => `topic-of-${name}-${attempt}`)
    topicNames.set(topic, name)
    const source = memorySource({
      topic,
      partitions,
      startingOffsets: startingOffsets as 'earliest' | 'latest',
      ...(maxOffsetsPerTrigger === undefined ? {} : { maxOffsetsPerTrigger: Number(maxOffsetsPerTrigger) }),
      ...(minOffsetsPerTrigger === undefined
        ? {}
        : { minOffsetsPerTrigger: { offsets: Number(minOffsetsPerTrigger), maxDelayMs: 900_000 } }),
      ...(includeHeaders === undefined ? {} : { includeHeaders: String(includeHeaders) === 'true' }),
    })
    sources.set(name, source)
  }
  return {
    streams: engine => Object.fromEntries([...sources].map(([name, source]) => [name, readStream(engine).from(source)])),
    topicNames,
    sinkTopic: '',
    add(step) {
      const touched = new Set<string>()
      const fate = typeof step === 'object' && 'transaction' in step ? step.transaction : 'none'
      for (const { source, partition, headers, ...record } of recordsOf(step)) {
        const name = source || names[0]!
        const pairs = headers === undefined ? {} : { headers: Object.entries(headers) }
        if (fate === 'abort') sources.get(name)!.addGap(partition, 'aborted')
        else sources.get(name)!.add(partition, [{ ...record, ...pairs }])
        touched.add(`${name} ${partition}`)
      }
      if (fate === 'none') return
      for (const place of touched) {
        const [name = '', partition = ''] = place.split(' ')
        sources.get(name)!.addGap(Number(partition), 'control')
      }
    },
  }
}

/** What the in-process source has, and what it does anyway. */
const IN_PROCESS = ['startingOffsets', 'maxOffsetsPerTrigger', 'minOffsetsPerTrigger', 'includeHeaders', 'kafka.isolation.level']

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
    hold: async () => undefined,
    async step() {
      const from = printed.length
      const before = new Set(query!.recentProgress.map(({ batchId }) => batchId))
      let error: ErrorOutcome | undefined
      try {
        if (given.trigger === 'once') await query!.start({ once: true }).awaitTermination()
        else if (given.trigger === 'availableNow') await query!.start({ availableNow: true }).awaitTermination()
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
            shape: given.progressShape === true,
            topics: input.topicNames,
          })
        })
      return { batches, printed: printed.slice(from), ...(error === undefined ? {} : { error }) }
    },
    async stop() {
      await query?.stop()
      query = null
    },
    written: () => (given.sink?.format === 'kafka' ? writtenRecords(input.sinkTopic) : writtenRows(given, path)),
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
