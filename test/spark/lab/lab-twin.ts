import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createTopics } from '../../../src/broker/create-topics.ts'
import { embeddedEngine } from '../../../src/engines/embedded.ts'
import { avg, count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { when } from '../../../src/expressions/functions/conditional.ts'
import { fromJson } from '../../../src/expressions/functions/json.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { type TransactionEvent, transactions } from '../../../src/lab/transactions.ts'
import { type KafkaColumns, readStream } from '../../../src/plan/read-stream.ts'
import type { Stream } from '../../../src/plan/stream.ts'
import { double, string, struct } from '../../../src/schema/data-type.ts'
import { consoleSink } from '../../../src/sinks/console-sink.ts'
import { parquetSink } from '../../../src/sinks/parquet-sink.ts'
import { brokersFromEnvironment, kafkaClient } from '../../../src/sources/kafka/client.ts'
import { memorySource } from '../../../src/sources/memory.ts'
import { projectRoot } from '../../../src/util/project-root.ts'
import type { Canonical } from '../canonical.ts'
import { readGoldens, writeGoldens } from '../goldens.ts'
import type { Judge } from '../judge-client.ts'
import { temporaryRoot } from '../temporary-root.ts'
import { orderlyTopic } from '../topic-names.ts'

const RECORDS = 100_000
const PARTITIONS = 3
const OFFSETS_PER_TRIGGER = 5000
const Transaction = struct({
  transaction_id: string(),
  user_id: string(),
  amount: double(),
  type: string(),
  timestamp: string(),
  location: string(),
})

/** 100,000 transactions in three hours, some late by up to 20 minutes, some broken. */
const records = (): Generator<TransactionEvent> =>
  transactions({
    count: RECORDS,
    startMs: Date.UTC(2024, 0, 1, 10),
    stepMs: 100,
    late: { share: 0.05, maxMs: 1_200_000 },
    bad: 0.01,
  })

/**
 * Runs processing.py on Spark (or takes what it printed from the golden) and its twin on sluice, over the same topic.
 * The order of the rows of a batch is Spark's own business; all else must be the same, to the last digit.
 *
 * @returns what differs
 */
export async function labDifferences(judge: Judge | null, write: boolean): Promise<string[]> {
  const folder = await mkdtemp(join(temporaryRoot(), 'sluice-lab-'))
  try {
    return judge === null ? await againstGolden() : await againstSpark(judge, folder, write)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function againstGolden(): Promise<string[]> {
  const topic = orderlyTopic(PARTITIONS, attempt => `lab-${attempt}`)
  const source = memorySource({ topic, partitions: PARTITIONS, maxOffsetsPerTrigger: OFFSETS_PER_TRIGGER })
  for (const { index, value, timestampMs } of records()) source.add(index % PARTITIONS, [{ value, timestampMs }])
  const sluice = batchesOf(await printedBySluice(readStream(embeddedEngine()).from(source)))
  return differing(readGoldens('lab').batches as Canonical, sluice)
}

async function againstSpark(judge: Judge, folder: string, write: boolean): Promise<string[]> {
  const prefix = `lab-${process.pid}-`
  const topic = orderlyTopic(PARTITIONS, attempt => `${prefix}${attempt}`)
  const brokers = brokersFromEnvironment()
  const remove = await fill(topic, brokers)
  try {
    const script = join(projectRoot(), 'test', 'spark', 'lab', 'processing.py')
    const place = join(folder, 'spark')
    const given = [brokers.join(','), topic, place, String(OFFSETS_PER_TRIGGER)]
    const { printed } = await judge.ask<{ printed: string }>({ op: 'script', path: script, arguments: given })
    const spark = batchesOf(printed)
    const options = { subscribe: topic, startingOffsets: 'earliest', maxOffsetsPerTrigger: OFFSETS_PER_TRIGGER } as const
    const kafka = () => readStream(embeddedEngine(), { brokers }).kafka(options)
    const sluice = batchesOf(await printedBySluice(kafka()))
    await writeSuspicious(kafka(), join(folder, 'sluice'))
    const [theirs, ours] = await Promise.all([place, join(folder, 'sluice')].map(path => suspiciousRows(judge, path)))
    if (write) writeGoldens('lab', { batches: spark })
    const files = theirs!.join('\n') === ours!.join('\n') ? [] : ['the Parquet folders hold different rows']
    return [...differing(readGoldens('lab').batches as Canonical, spark), ...differing(spark, sluice), ...files]
  } finally {
    await remove()
  }
}

async function fill(topic: string, brokers: readonly string[]): Promise<() => Promise<void>> {
  const kafka = kafkaClient({ brokers })
  const [admin, producer] = [kafka.admin(), kafka.producer({ idempotent: true, maxInFlightRequests: 1 })]
  await Promise.all([admin.connect(), producer.connect()])
  const configEntries = [{ name: 'retention.ms', value: '-1' }]
  await createTopics(admin, { brokers }, [{ topic, numPartitions: PARTITIONS, configEntries }], 60_000)
  let messages: { partition: number; value: string; timestamp: string }[] = []
  for (const { index, value, timestampMs } of records()) {
    messages.push({ partition: index % PARTITIONS, value, timestamp: String(timestampMs) })
    if (messages.length < 10_000) continue
    await producer.send({ topic, messages })
    messages = []
  }
  await producer.disconnect()
  return async () => {
    await admin.deleteTopics({ topics: [topic] })
    await admin.disconnect()
  }
}

function parsed(kafka: Stream<KafkaColumns>) {
  return kafka
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), processing_time: r.timestamp }))
    .select(t => ({ ...t.data, processing_time: t.processing_time }))
}

async function printedBySluice(kafka: Stream<KafkaColumns>): Promise<string> {
  let printed = ''
  const write = (text: string) => {
    printed += text
  }
  const query = parsed(kafka)
    .withWatermark('processing_time', '1 minute')
    .groupBy(t => ({ window: window(t.processing_time, '5 minutes'), type: t.type }))
    .agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))
    .writeStream({ outputMode: 'update', sink: consoleSink({ truncate: false, numRows: 1000, write }) })
  await query.start({ availableNow: true }).awaitTermination()
  return printed
}

async function writeSuspicious(kafka: Stream<KafkaColumns>, folder: string): Promise<void> {
  const query = parsed(kafka)
    .filter(t => t.amount.gt(500).and(t.type.eq('withdrawal')).and(t.location.eq('online')))
    .withColumn('amount_category', t => when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large'))
    .writeStream({
      outputMode: 'append',
      sink: parquetSink({ path: join(folder, 'suspicious') }),
      checkpointLocation: join(folder, 'checkpoint'),
    })
  await query.start({ availableNow: true }).awaitTermination()
}

/** Read by Spark, whoever wrote them. */
async function suspiciousRows(judge: Judge, folder: string): Promise<string[]> {
  const { rows } = await judge.ask<{ rows: readonly unknown[] }>({ op: 'parquet', path: join(folder, 'suspicious') })
  return rows.map(row => JSON.stringify(row)).sort()
}

/** The lines of each batch: the rows sorted, the frame around them as it is. */
function batchesOf(printed: string): string[][] {
  return printed
    .split(/^(?=-{43}\nBatch: )/m)
    .filter(batch => batch.startsWith('-'))
    .map(batch => {
      const lines = batch.split('\n')
      const rows = lines.filter(line => line.startsWith('|{')).sort()
      return lines.map(line => (line.startsWith('|{') ? rows.shift()! : line))
    })
}

function differing(wanted: Canonical, got: readonly (readonly string[])[]): string[] {
  const batches = (wanted ?? []) as readonly (readonly string[])[]
  const lines = batches.length === got.length ? [] : [`${batches.length} batches against ${got.length}`]
  for (const [i, batch] of batches.entries()) {
    const missing = batch.filter(line => !got[i]?.includes(line))
    const added = (got[i] ?? []).filter(line => !batch.includes(line))
    if (batch.join('\n') === got[i]?.join('\n')) continue
    lines.push(`batch ${i}: ${[...missing.map(line => `- ${line}`), ...added.map(line => `+ ${line}`)].join(' ')}`)
  }
  return lines
}
