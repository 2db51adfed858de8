import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { array, integer, map, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memorySource } from '../../src/sources/memory.ts'
import type { SluiceError } from '../../src/util/error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Count, events, Out } from './map-groups-stream.ts'

const update = { sink: memorySink(), outputMode: 'update' } as const
const options = { state: Count, output: Out, outputMode: 'update' } as const

test('what a function throws is told with batch and group, and stays whole as the cause', async () => {
  const { stream, add } = events()
  const mine = new RangeError('b is odd')
  let lazy = false
  const query = stream
    .groupBy(r => ({ k: r.k, n: r.n }))
    .flatMapGroupsWithState(options, ({ k }) => {
      if (k !== 'b') return []
      if (!lazy) throw mine
      return (function* () {
        yield { k, what: 'x', n: 1 }
        throw mine
      })()
    })
    .writeStream(update)
  add(1, 'a')
  await query.next()
  add(1, 'a')
  add(1, 'b', 7)
  for (lazy of [false, true]) {
    await assert.rejects(query.next(), (error: SluiceError) => {
      assert.equal(error.code, 'USER_FUNCTION_FAILED')
      const group = '{"k":"b","n":7}'
      assert.equal(
        error.message,
        `[FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR] An error occurred in the user provided function in flatMapGroupsWithState (batch 1, group ${group}). Reason: b is odd`,
      )
      assert.deepEqual(error.details, { calledBy: 'flatMapGroupsWithState', batchId: 1, group })
      assert.match((error.cause as Error).stack!, /map-groups-calls\.test/)
      return error.cause === mine
    })
  }
  await query.stop()
})

test('moments keep their microseconds on the way through rows, state, checkpoint and result', async t => {
  const At = struct({ at: timestamp() })
  const Kept = struct({ at: timestamp(), list: array(timestamp()), last: map(string(), struct({ at: timestamp() })) })
  const checkpointLocation = temporaryFolder(t)
  const source = memorySource()
  const open = () =>
    readStream(embeddedEngine())
      .from(source)
      .select(r => ({ at: fromJson(r.value.cast('string'), At).at }))
      .groupBy()
      .flatMapGroupsWithState(
        { state: Kept, output: struct({ at: timestamp(), before: timestamp(), moved: timestamp() }), outputMode: 'update' },
        (_, rows, state) => {
          const at = rows[0]!.at
          const before = state.getOption
          assert.ok(at instanceof Date)
          state.update({ at, list: [...(before?.list ?? []), at], last: new Map([['x', { at: before?.list?.[0] ?? null }]]) })
          const moved = new Date(at)
          return [{ at, before: before?.last?.get('x')?.at ?? before?.at ?? null, moved }]
        },
      )
      .select(r => ({ at: r.at.cast('string'), before: r.before.cast('string'), moved: r.moved.cast('string') }))
      .writeStream({ ...update, checkpointLocation })
  const add = (at: string) => source.add(0, [{ value: JSON.stringify({ at }), timestampMs: 0 }])
  const query = open()
  add('2024-01-01T00:00:00.123456Z')
  const first = { at: '2024-01-01 00:00:00.123456', before: null, moved: '2024-01-01 00:00:00.123' }
  assert.deepEqual((await query.next()).rows(), [first])
  await query.stop()
  const again = open()
  add('1969-12-31T23:59:59.999999Z')
  const second = { at: '1969-12-31 23:59:59.999999', before: first.at, moved: '1969-12-31 23:59:59.999' }
  assert.deepEqual((await again.next()).rows(), [second])
  add('9999-12-31T23:59:59.999999Z')
  const third = { at: '9999-12-31 23:59:59.999999', before: first.at, moved: '9999-12-31 23:59:59.999' }
  assert.deepEqual((await again.next()).rows(), [third])
  await again.stop()
})

test('a record that a key cannot be read of is bad at its own offset, also behind a late one', async () => {
  const source = memorySource()
  const Key = struct({ k: integer() })
  const query = readStream(embeddedEngine())
    .from(source)
    .withWatermark('timestamp', '10 seconds')
    .groupBy(r => ({ key: fromJson(r.value.cast('string'), Key).k }))
    .flatMapGroupsWithState({ ...options, timeout: 'eventTime' }, () => [])
    .writeStream(update)
  const add = (seconds: number, value: string) => source.add(0, [{ value, timestampMs: seconds * 1000 }])
  add(100, '{"k":1}')
  await query.drain()
  add(101, '{"k":1}')
  await query.drain()
  for (const [seconds, value] of [
    [1, '{"k":1}'],
    [102, '{"k":1}'],
    [103, 'no JSON'],
  ] as const)
    add(seconds, value)
  const { ledger } = await query.next()
  await query.stop()
  assert.deepEqual(
    ledger.badExamples.map(({ offset }) => offset),
    [4],
  )
  assert.deepEqual([ledger.total.counted, ledger.total.late, ledger.total.bad], [1, 1, 1])
})
