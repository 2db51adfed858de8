import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { type KafkaColumns, readStream } from '../../src/plan/read-stream.ts'
import type { Stream } from '../../src/plan/stream.ts'
import { integer, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memorySource } from '../../src/sources/memory.ts'
import type { SluiceError } from '../../src/util/error.ts'

const Event = struct({ n: integer() })

/** What ends a batch of these values, after a gap of two offsets. */
async function errorOf(values: readonly string[], make: (stream: Stream<KafkaColumns>) => Stream<never>): Promise<SluiceError> {
  const source = memorySource()
  source.add(0, [{ value: '1', timestampMs: 0 }])
  source.addGap(0, 'aborted')
  source.add(
    0,
    values.map(value => ({ value, timestampMs: 0 })),
  )
  const query = make(readStream(embeddedEngine()).from(source)).writeStream({ outputMode: 'append', sink: memorySink() })
  const error = await query.next().then(
    () => assert.fail('the batch must end with an error'),
    (thrown: SluiceError) => thrown,
  )
  await query.stop()
  return error
}

test('an error names the first record that causes it, however many are there', async () => {
  const values = Array.from({ length: 1000 }, (_, i) => String(i))
  values[700] = 'x'
  values[900] = 'y'
  const error = await errorOf(values, stream => stream.select(r => ({ n: r.value.cast('string').cast('integer') })) as never)
  assert.equal(error.code, 'CAST_INVALID_INPUT')
  // One record, one gap before the thousand.
  assert.match(error.message, /'x'.* In memory-0@702\.$/s)
  assert.deepEqual([error.details.offset, error.details.partition, 'record' in error.details], [702, 0, false])
})

test('behind a filter the record is still the one of the topic', async () => {
  const error = await errorOf(
    ['5', '0', '7', '9', '8', '6'],
    stream =>
      stream
        .select(r => ({ n: r.value.cast('string').cast('integer') }))
        .filter(r => r.n.gt(6))
        .select(r => ({ n: lit(1).divide(r.n.minus(8)) })) as never,
  )
  assert.equal(error.code, 'DIVIDE_BY_ZERO')
  assert.equal(error.details.offset, 6)
})

test('a record that FAILFAST refuses is named', async () => {
  const error = await errorOf(
    ['{"n":1}', '{"n":2}', '{"n":"x"}'],
    stream => stream.select(r => ({ d: fromJson(r.value.cast('string'), Event, { mode: 'FAILFAST' }) })) as never,
  )
  assert.equal(error.details.offset, 0, 'the record before the gap is no object')
})
