import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { Count, events, Out } from '../operators/map-groups-stream.ts'

function query(timeout: 'processingTime' | 'eventTime' | 'none') {
  const given = events()
  const running = given.stream
    .withWatermark('ts', '10 seconds')
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState({ state: Count, output: Out, outputMode: 'update', timeout }, ({ k }, rows, state) => {
      if (state.hasTimedOut) return [{ k, what: 'timeout', n: 0 }]
      state.update({ n: rows.length })
      const delay = rows[0]!.n!
      if (delay > 0 && timeout === 'processingTime') state.setTimeoutDuration(delay * 1000)
      if (delay > 0 && timeout === 'eventTime') state.setTimeoutTimestamp(rows[0]!.ts!, `${delay} seconds`)
      return []
    })
    .writeStream({ sink: memorySink(), outputMode: 'update' })
  return { ...given, query: running }
}

test('why names the group whose processing-time timeout is next, and when', async () => {
  const { query: waiting, add, clock } = query('processingTime')
  add(1, 'a', 90)
  add(1, 'b', 30)
  assert.match(
    (await waiting.next()).emptyBecause!,
    /^The next timeout is that of group \{"k":"b"\}, at 1970-01-01 00:17:10, in 30 seconds\./,
  )
  assert.match((await waiting.next()).emptyBecause!, /^There are no new records .* The next timeout is that of group \{"k":"b"\}/)
  clock.timeMs += 31_000
  assert.match(waiting.why(), /group \{"k":"b"\}, at 1970-01-01 00:17:10, which has passed: the next batch calls it/)
  assert.deepEqual((await waiting.next()).rows(), [{ k: 'b', what: 'timeout', n: 0 }])
  assert.match(waiting.why(), /group \{"k":"a"\}, at 1970-01-01 00:18:10, in 59 seconds/)
  await waiting.stop()
})

test('why names the group whose event-time timeout is next, where the watermark stands, and which event is needed', async () => {
  const { query: waiting, add } = query('eventTime')
  add(100, 'a', 50)
  add(100, 'b', 5)
  await waiting.next()
  assert.equal(
    waiting.why(),
    'The next timeout is that of group {"k":"b"}, at 1970-01-01 00:01:45, and the watermark is 1970-01-01 00:01:30: the last event time seen (1970-01-01 00:01:40) less the delay of 10 seconds. An event after 1970-01-01 00:01:55 must be read; the batch after that calls it.',
  )
  add(115, 'c')
  await waiting.next()
  assert.match(waiting.why(), /group \{"k":"b"\}, at 1970-01-01 00:01:45, and the watermark is 1970-01-01 00:01:45/)
  add(116, 'c')
  await waiting.next()
  assert.match(waiting.why(), /group \{"k":"b"\}.*The next batch calls it\.$/)
  assert.deepEqual((await waiting.next()).rows(), [{ k: 'b', what: 'timeout', n: 0 }])
  await waiting.stop()
})

test('why says where no group has a timeout, and keeps silent where there are none', async () => {
  const { query: waiting, add } = query('eventTime')
  await waiting.next()
  assert.equal(waiting.why(), 'No group is kept, so none can time out.')
  add(100, 'a')
  await waiting.next()
  assert.match(waiting.why(), /^None of the 1 groups kept has a timeout/)
  await waiting.stop()
  const without = query('none')
  without.add(1, 'a')
  await without.query.next()
  assert.equal(without.query.why(), 'Nothing is held back: every batch shows what it changed.')
  await without.query.stop()
})
