import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Count, events, Out } from './map-groups-stream.ts'

const update = { sink: memorySink(), outputMode: 'update' } as const

/** Counts rows per key; n of the first row is the timeout, -1 for none. What a timeout does, `onTimeout` says. */
function sessions(timeout: 'processingTime' | 'eventTime', onTimeout: 'remove' | 'nothing' = 'remove') {
  const given = events()
  const open = (stream = given.stream, checkpoint: object = {}) =>
    stream
      .withWatermark('ts', '10 seconds')
      .groupBy(r => ({ k: r.k }))
      .flatMapGroupsWithState({ state: Count, output: Out, outputMode: 'update', timeout }, ({ k }, rows, state) => {
        const n = Number(state.getOption?.n ?? 0) + rows.length
        if (state.hasTimedOut) {
          if (onTimeout === 'remove') state.remove()
          return [{ k, what: 'timeout', n }]
        }
        state.update({ n })
        const delay = rows[0]!.n!
        if (delay >= 0) {
          if (timeout === 'processingTime') state.setTimeoutDuration(`${delay} milliseconds`)
          else state.setTimeoutTimestamp(rows[0]!.ts!, `${delay} seconds`)
        }
        return [{ k, what: 'data', n }]
      })
      .writeStream({ ...update, ...checkpoint })
  return { ...given, open }
}

const said = (rows: readonly { k: string | null; what: string | null; n: unknown }[]) =>
  rows.map(({ k, what, n }) => `${k} ${what} ${n}`)

test('a group times out in the first batch that begins later than it said, with no row needed', async () => {
  const { open, add, clock } = sessions('processingTime')
  const query = open()
  add(1, 'a', 100)
  add(1, 'b', 5000)
  assert.deepEqual(said((await query.next()).rows()), ['a data 1', 'b data 1'])
  clock.timeMs += 100
  assert.deepEqual(said((await query.next()).rows()), [], 'not yet: it must be past')
  clock.timeMs += 1
  assert.deepEqual(said((await query.next()).rows()), ['a timeout 1'])
  add(1, 'b', -1)
  clock.timeMs += 10_000
  assert.deepEqual(said((await query.next()).rows()), ['b data 2'], 'a call without a timeout takes the earlier one away')
  clock.timeMs += 10_000
  assert.deepEqual(said((await query.next()).rows()), [])
  await query.stop()
})

test('drain ends though there are timeouts, and takes those that are due', async () => {
  const { open, add, clock } = sessions('processingTime')
  const query = open()
  add(1, 'a', 100)
  assert.equal((await query.drain()).length, 1)
  clock.timeMs += 1000
  assert.equal((await query.drain()).length, 1)
  assert.equal((await query.drain()).length, 0)
  await query.stop()
})

test('a group whose timeout nobody renews is called once', async () => {
  const { open, add, clock } = sessions('processingTime', 'nothing')
  const query = open()
  add(1, 'a', 100)
  await query.next()
  clock.timeMs += 1000
  const batch = await query.next()
  assert.deepEqual(said(batch.rows()), ['a timeout 1'])
  assert.equal(batch.progress.stateOperators[0]?.numRowsTotal, 1)
  clock.timeMs += 1000
  assert.deepEqual(said((await query.next()).rows()), [])
  await query.stop()
})

test('the watermark times groups out after the rows of the batch, in a batch without rows where none come', async t => {
  const { open, add, source, stream } = sessions('eventTime')
  const checkpoint = { checkpointLocation: temporaryFolder(t) }
  const query = open(stream, checkpoint)
  add(100, 'a', 5)
  add(100, 'b', 50)
  assert.deepEqual(said((await query.next()).rows()), ['a data 1', 'b data 1'])
  add(120, 'c', 0)
  add(120, 'a', -1)
  await query.next()
  await query.drain()
  add(115, 'b', 0)
  add(111, 'd', 0)
  add(110, 'late', 0)
  const batch = await query.next()
  assert.deepEqual(said(batch.rows()), ['b data 2', 'd data 1'])
  assert.equal(batch.ledger.total.late, 1)
  assert.equal(batch.progress.stateOperators[0]?.numRowsDroppedByWatermark, 1)
  await query.stop()
  const again = open(events(source).stream, checkpoint)
  add(140, 'e', 5)
  await again.next()
  assert.deepEqual(said((await again.next()).rows()).sort(), ['b timeout 2', 'c timeout 1', 'd timeout 1'])
  await again.stop()
})

test('a timeout before the watermark is refused', async () => {
  const early = events()
  const failing = early.stream
    .withWatermark('ts', '10 seconds')
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState({ state: Count, output: Out, outputMode: 'update', timeout: 'eventTime' }, (_, __, state) => {
      state.setTimeoutTimestamp(state.getCurrentWatermarkMs() === 0 ? 1 : 5)
      return []
    })
    .writeStream(update)
  early.add(100, 'a')
  await failing.next()
  early.add(100, 'a')
  await assert.rejects(failing.next(), {
    code: 'USER_FUNCTION_FAILED',
    message: /Timeout timestamp \(5\) cannot be earlier than the current watermark \(90000\)/,
  })
  await failing.stop()
})

test('a timeout that is no moment before the year 10000 is refused, not kept', async () => {
  for (const duration of [Number.POSITIVE_INFINITY, 1e300, Number.NaN, 0, 0.5, '4000000 days']) {
    const { stream, add } = events()
    const query = stream
      .groupBy(r => ({ k: r.k }))
      .flatMapGroupsWithState({ state: Count, output: Out, outputMode: 'update', timeout: 'processingTime' }, (_, __, state) => {
        assert.throws(() => state.setTimeoutDuration(duration), { code: 'USAGE', message: /^Timeout duration/ })
        return []
      })
      .writeStream(update)
    add(1, 'a')
    assert.equal((await query.next()).progress.stateOperators[0]?.numRowsTotal, 0)
    await query.stop()
  }
  const { stream, add } = events()
  const query = stream
    .withWatermark('ts', '10 seconds')
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState({ state: Count, output: Out, outputMode: 'update', timeout: 'eventTime' }, (_, __, state) => {
      const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
      for (const timestamp of [Number.POSITIVE_INFINITY, 1e300, new Date(Number.NaN), last + 1])
        assert.throws(() => state.setTimeoutTimestamp(timestamp), { code: 'USAGE', message: /^Timeout timestamp/ })
      assert.throws(() => state.setTimeoutTimestamp(last, '1 day'), { code: 'USAGE', message: /year 9999/ })
      state.setTimeoutTimestamp(last)
      return []
    })
    .writeStream(update)
  add(1, 'a')
  await query.next()
  assert.match(query.why(), /at 9999-12-31 23:59:59\.999/)
  await query.stop()
})
