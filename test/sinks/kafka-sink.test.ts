import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import type { Sink } from '../../src/plan/sink.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import { array, binary, integer, type StructType, string, struct } from '../../src/schema/data-type.ts'
import { type KafkaSinkOptions, kafkaSink } from '../../src/sinks/kafka-sink.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { batchOf } from '../formats/parquet-sample.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const VALUE = struct({ value: string() })
const HEADERS = array(struct({ key: string(), value: binary() }))
const values = (...texts: (string | null)[]) => batchOf(VALUE, { value: texts })

async function opened(options: KafkaSinkOptions, schema: StructType = VALUE): Promise<Sink> {
  const sink = kafkaSink(options)
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  return sink
}

async function put(sink: Sink, batchId: number, ...parts: ColumnBatch[]) {
  const batch = await sink.beginBatch(batchId)
  for (const part of parts) await batch.write(part)
  return batch.commit()
}

/** Writes one batch and gives the sink back, also where it fails. */
async function wrote(options: KafkaSinkOptions, schema: StructType, columns: Readonly<Record<string, readonly Stored[]>>) {
  const sink = await opened(options, schema)
  try {
    return await put(sink, 0, batchOf(schema, columns))
  } finally {
    await sink.close()
  }
}

async function recordsOf(topic: string) {
  const query = readStream(embeddedEngine())
    .kafka({ subscribe: topic, startingOffsets: 'earliest', includeHeaders: true })
    .select(r => ({
      key: r.key.cast('string'),
      value: r.value.cast('string'),
      partition: r.partition,
      headers: r.headers,
      at: r.timestamp,
    }))
    .writeStream({ sink: memorySink() })
  try {
    return (await query.next()).rows()
  } finally {
    await query.stop()
  }
}

test('rows arrive once and in order in each partition, however many parts a batch has', async t => {
  const topic = await temporaryTopic(t, { partitions: 3 })
  const schema = struct({ key: string(), value: string() })
  const sink = await opened({ topic }, schema)
  const total = 20_000
  const part = (first: number) => {
    const numbers = Array.from({ length: 5000 }, (_, i) => first + i)
    return batchOf(schema, { key: numbers.map(n => `k${n % 50}`), value: numbers.map(String) })
  }
  const startMs = Date.now()
  assert.deepEqual(await put(sink, 0, part(0), part(5000), part(10_000), part(15_000)), { numOutputRows: total })
  await sink.close()
  const records = await recordsOf(topic)
  assert.equal(records.length, total)
  assert.equal(new Set(records.map(({ value }) => value)).size, total)
  assert.ok(records.every(({ at }) => Number(at) >= startMs - 1000 && Number(at) <= Date.now() + 1000))
  const partitionOf = new Map<string, number>()
  const lastOf = new Map<number, number>()
  for (const { key, value, partition } of records) {
    assert.equal(partitionOf.get(key!) ?? partition, partition, 'one key, one partition')
    partitionOf.set(key!, partition!)
    assert.ok((lastOf.get(partition!) ?? -1) < Number(value))
    lastOf.set(partition!, Number(value))
  }
  assert.equal(lastOf.size, 3)
})

test('a batch that is run again is written again: at least once', async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  const sink = await opened({ topic })
  await put(sink, 0, values('a'))
  await put(sink, 0, values('a'))
  assert.deepEqual(await put(sink, 1), { numOutputRows: 0 })
  await sink.close()
  assert.deepEqual(
    (await recordsOf(topic)).map(({ value }) => value),
    ['a', 'a'],
  )
})

test('the topic of a row counts, unless the option says another', async t => {
  const [one, two] = [await temporaryTopic(t, { partitions: 1 }), await temporaryTopic(t, { partitions: 1 })]
  const schema = struct({ topic: string(), value: string() })
  const columns = { topic: [one, two, one], value: ['a', 'b', null] }
  await wrote({}, schema, columns)
  await wrote({ topic: two }, schema, columns)
  const found = async (topic: string) => (await recordsOf(topic)).map(({ value }) => value)
  assert.deepEqual(await found(one), ['a', null])
  assert.deepEqual(await found(two), ['b', 'a', 'b', null])
})

test('headers keep their order, names that repeat and bytes; a header without a value is refused', async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  const schema = struct({ value: string(), headers: HEADERS })
  const bytes = (...list: number[]) => Uint8Array.from(list)
  const headers = [
    ['x', bytes(255)],
    ['y', bytes()],
    ['x', bytes(1, 2)],
  ] as const
  await wrote({ topic }, schema, { value: ['a', 'b', 'c'], headers: [headers, [], null] })
  const found = (await recordsOf(topic)).map(record =>
    record.headers?.map(header => [header?.key, header?.value === null ? null : [...(header?.value ?? [])]]),
  )
  assert.deepEqual(found, [
    [
      ['x', [255]],
      ['y', []],
      ['x', [1, 2]],
    ],
    undefined,
    undefined,
  ])
  await assert.rejects(wrote({ topic }, schema, { value: ['a'], headers: [[['x', null]]] }), {
    code: 'UNSUPPORTED_OPERATION',
    message: /header "x" without a value/,
  })
})

test('columns that make no record are refused when the query starts, in Spark’s words', async () => {
  const refusals: readonly (readonly [options: KafkaSinkOptions, schema: StructType, message: RegExp])[] = [
    [{}, VALUE, /topic option required when no 'topic' attribute is present/],
    [{}, struct({ value: string(), topic: integer() }), /^topic attribute unsupported type int\. topic must be a\(n\) string$/],
    [{ topic: 't' }, struct({ key: string() }), /Required attribute 'value' not found/],
    [
      { topic: 't' },
      struct({ value: integer() }),
      /value attribute unsupported type int\. value must be a\(n\) string or binary/,
    ],
    [{ topic: 't' }, struct({ value: string(), key: integer() }), /key must be a\(n\) string or binary/],
    [{ topic: 't' }, struct({ value: string(), partition: string() }), /partition must be a\(n\) int/],
    [
      { topic: 't' },
      struct({ value: string(), headers: string() }),
      /headers attribute unsupported type string\. headers must be a\(n\) array<struct<key:string,value:binary>>/,
    ],
  ]
  for (const [options, schema, message] of refusals) await assert.rejects(opened(options, schema), { code: 'ANALYSIS', message })
  // A column that the option makes idle may be of any type.
  await (await opened({ topic: 't' }, struct({ value: string(), topic: integer(), timestamp: string() }))).close()
})

test('options are checked at once', () => {
  const refused = (options: object, message: RegExp) =>
    assert.throws(() => kafkaSink(options as KafkaSinkOptions), { code: 'INVALID_OPTION', message })
  refused({ topic: ' ' }, /topic is empty/)
  refused({ 'kafka.bootstrap.servers': 'a:1' }, /use "brokers"/)
  refused({ 'kafka.key.serializer': 'x' }, /'key\.serializer' is not supported as keys are serialized with ByteArraySerializer/)
  refused({ 'kafka.value.serializer': 'x' }, /'value\.serializer' is not supported/)
  refused({ topics: 'a' }, /the options are topic, brokers/)
  refused({ acks: 2 }, /acks 2/)
  refused({ compression: 'lz4' }, /Compressions: none, gzip/)
  refused({ retryForMs: -1 }, /retryForMs -1/)
})

test('what cannot be written ends the batch, and says why', async t => {
  const topic = await temporaryTopic(t, { partitions: 2 })
  const withTopic = struct({ topic: string(), value: string() })
  await assert.rejects(wrote({}, withTopic, { topic: [null], value: ['a'] }), {
    code: 'ANALYSIS',
    message: /^\[KAFKA_NULL_TOPIC_IN_DATA\] The Kafka message data sent to the producer contains a null topic/,
  })
  await assert.rejects(wrote({ topic: `${topic}-none` }, VALUE, { value: ['a'] }), { code: 'KAFKA_UNKNOWN_TOPIC' })
  const withPartition = struct({ partition: integer(), value: string() })
  for (const partition of [2, -1]) {
    await assert.rejects(wrote({ topic }, withPartition, { partition: [partition], value: ['a'] }), {
      code: 'INVALID_OPTION',
      message: /it has partitions 0 to 1/,
    })
  }
  await wrote({ topic, compression: 'gzip', acks: 1 }, withPartition, { partition: [1, null, 1], value: ['a', 'b', 'c'] })
  assert.deepEqual(
    (await recordsOf(topic)).filter(({ value }) => value !== 'b').map(({ partition, value }) => [partition, value]),
    [
      [1, 'a'],
      [1, 'c'],
    ],
  )
})

test('a record that is too large is not lost in silence', async t => {
  const topic = await temporaryTopic(t, { partitions: 1, config: { 'max.message.bytes': '2000' } })
  await assert.rejects(wrote({ topic }, VALUE, { value: ['small', 'x'.repeat(5000)] }), {
    code: 'KAFKA_REQUEST_FAILED',
    message: /record of 5000 bytes/,
  })
})

test('a broker that is not there is named', async () => {
  await assert.rejects(wrote({ topic: 't', brokers: '127.0.0.1:1', retryForMs: 100 }, VALUE, { value: ['a'] }), {
    code: 'KAFKA_UNREACHABLE',
    message: /127\.0\.0\.1:1/,
  })
})

test('a query goes from topic to topic, and needs a checkpoint', async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  const { stream, add } = memoryStream()
  add(1, 'one')
  add(2, 'two')
  const selected = stream.select(r => ({ value: r.value, key: r.key }))
  const sink = kafkaSink({ topic, brokers: brokersFromEnvironment() })
  assert.throws(() => selected.writeStream({ sink }), { code: 'INVALID_OPTION', message: /checkpointLocation must be specified/ })
  const query = selected.writeStream({ sink, checkpointLocation: temporaryFolder(t), outputMode: 'update' })
  const [progress] = await query.drain()
  assert.deepEqual(progress?.sink, { description: `KafkaSink[${topic}]`, numOutputRows: 2 })
  await query.stop()
  assert.deepEqual(
    (await recordsOf(topic)).map(({ value, key }) => [value, key]),
    [
      ['one', null],
      ['two', null],
    ],
  )
})
