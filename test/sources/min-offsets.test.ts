import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { planKafkaSource } from '../../src/sources/kafka/options.ts'
import { timeStringMs } from '../../src/sources/kafka/time-string.ts'
import { memorySource } from '../../src/sources/memory.ts'

const records = (count: number) => Array.from({ length: count }, (_, i) => ({ value: String(i), timestampMs: 0 }))

test('a batch waits for minOffsetsPerTrigger, says so, and goes once they are there or the delay has passed', async () => {
  let nowMs = 1_000_000
  const clock = { now: () => nowMs, sleep: async () => {} }
  const source = memorySource({ minOffsetsPerTrigger: { offsets: 10, maxDelayMs: 60_000 } })
  const query = readStream(embeddedEngine({ clock })).from(source).writeStream({ sink: memorySink() })
  source.add(0, records(3))
  assert.equal((await query.next()).progress.numInputRows, 3, 'the first batch waits for nothing')
  source.add(0, records(4))
  const waiting = await query.next()
  assert.equal(waiting.progress.numInputRows, 0)
  assert.match(waiting.emptyBecause ?? '', /^4 offsets wait .*minOffsetsPerTrigger/)
  source.add(0, records(6))
  assert.equal((await query.next()).progress.numInputRows, 10)
  source.add(0, records(1))
  nowMs += 60_000
  assert.equal((await query.next()).progress.numInputRows, 1, 'the delay has passed')
  source.add(0, records(2))
  assert.equal((await query.next({ maxRecords: 100 })).progress.numInputRows, 2, 'who asks for records gets them')
  await query.stop()
})

test('minOffsetsPerTrigger is at most maxOffsetsPerTrigger, and the delay is written as Spark writes it', () => {
  const options = { subscribe: 'orders', minOffsetsPerTrigger: 20, maxOffsetsPerTrigger: 15 }
  assert.throws(
    () => planKafkaSource(options),
    /The value of minOffsetPerTrigger\(20\) is higher than the maxOffsetsPerTrigger\(15\)/,
  )
  const times = ['15m', '5s', '100ms', '1h', '2d', '7', '3min', '1500us'].map(text => timeStringMs('maxTriggerDelay', text))
  assert.deepEqual(times, [900_000, 5000, 100, 3_600_000, 172_800_000, 7, 180_000, 1])
  assert.throws(() => timeStringMs('maxTriggerDelay', 'soon'), /Cannot use maxTriggerDelay "soon"/)
})
