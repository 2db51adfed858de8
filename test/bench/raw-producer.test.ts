import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { encodeBatch } from './encode-batch.ts'
import { rawProducer } from './raw-producer.ts'

const [broker] = brokersFromEnvironment()
const batchOf = (first: number) =>
  encodeBatch(Array.from({ length: 100 }, (_, i) => ({ timestampMs: 1_704_103_200_000 + first + i, value: `${first + i}` })))

test('what is sent lies in its partition, in its order', async t => {
  const topic = await temporaryTopic(t)
  const producer = await rawProducer(broker!)
  for (let first = 0; first < 3000; first += 200) {
    await producer.send(topic, [
      { partition: 0, batch: batchOf(first) },
      { partition: 2, batch: batchOf(first + 100) },
    ])
  }
  await producer.close()
  const query = readStream(embeddedEngine())
    .kafka({ subscribe: topic, startingOffsets: 'earliest' })
    .select(r => ({ value: r.value.cast('string'), partition: r.partition, time: r.timestamp }))
    .writeStream({ sink: memorySink() })
  const rows = (await query.next()).rows() as { value: string; partition: number; time: Date }[]
  await query.stop()
  assert.equal(rows.length, 3000)
  for (const partition of [0, 2]) {
    const values = rows.filter(row => row.partition === partition).map(row => Number(row.value))
    assert.deepEqual(
      values,
      Array.from({ length: 1500 }, (_, i) => Math.floor(i / 100) * 200 + (i % 100) + (partition === 2 ? 100 : 0)),
    )
  }
  assert.ok(rows.every(row => row.time.getTime() === 1_704_103_200_000 + Number(row.value)))
})

test('records that the broker refuses are an error with its code', async t => {
  const producer = await rawProducer(broker!)
  await producer.send(await temporaryTopic(t), [{ partition: 77, batch: batchOf(0) }])
  await assert.rejects(producer.close(), /error code 3\b/)
})

test('a broker that is not there is an error', async () => {
  await assert.rejects(rawProducer('127.0.0.1:1'), /ECONNREFUSED/)
})
