import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GroupState } from '../../src/plan/plan-map-groups.ts'
import {
  array,
  binary,
  date,
  decimal,
  double,
  integer,
  long,
  map,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import type { SluiceError } from '../../src/util/error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Count, events, Out } from './map-groups-stream.ts'

const update = { sink: memorySink(), outputMode: 'update' } as const
const options = { state: Count, output: Out, outputMode: 'update' } as const

test('a function sees its group: key, rows in order and the state of the batch before', async () => {
  const { stream, add } = events()
  const calls: unknown[] = []
  const query = stream
    .groupBy(r => ({ k: r.k, odd: r.n.mod(2) }))
    .flatMapGroupsWithState(options, (key, rows, state) => {
      calls.push([key, rows.map(({ n }) => n), state.exists, state.getOption, state.hasTimedOut])
      state.update({ n: rows.length })
      return []
    })
    .writeStream(update)
  add(1, 'a', 3)
  add(1, 'b', 2)
  add(1, 'a', 1)
  add(1, null, 1)
  await query.next()
  add(1, 'a', 5)
  await query.next()
  assert.deepEqual(calls, [
    [{ k: 'a', odd: 1 }, [3, 1], false, null, false],
    [{ k: 'b', odd: 0 }, [2], false, null, false],
    [{ k: null, odd: 1 }, [1], false, null, false],
    [{ k: 'a', odd: 1 }, [5], true, { n: 2 }, false],
  ])
  await query.stop()
})

test('the state outlives a restart; a batch that fails leaves it as it was; a replay gives the same', async t => {
  const { stream, add, source } = events()
  let fails = false
  const open = (given = stream) =>
    given
      .groupBy(r => ({ k: r.k }))
      .flatMapGroupsWithState(options, function* ({ k }, rows, state) {
        const n = Number(state.getOption?.n ?? 0) + rows.length
        state.update({ n })
        yield { k, what: 'count', n }
        if (fails && k === 'b') throw new Error('b is odd')
      })
      .writeStream({ ...update, checkpointLocation: folder })
  const folder = temporaryFolder(t)
  const first = open()
  for (const k of ['a', 'a', 'b']) add(1, k)
  await first.next()
  fails = true
  for (const k of ['a', 'b']) add(1, k)
  await assert.rejects(first.next(), (error: SluiceError) =>
    /^\[FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR\] .*Reason: b is odd/.test(error.message),
  )
  fails = false
  await first.stop()
  const second = open(events(source).stream)
  const expected = [
    { k: 'a', what: 'count', n: 3 },
    { k: 'b', what: 'count', n: 2 },
  ]
  assert.deepEqual((await second.next()).rows(), expected)
  add(1, 'a')
  assert.deepEqual((await second.next()).rows(), [{ k: 'a', what: 'count', n: 4 }])
  assert.deepEqual((await second.replay(1)).rows(), expected)
  await second.stop()
})

test('a state of every type comes back from the checkpoint as it was put, and belongs to the caller', async t => {
  const state = struct({
    s: string(),
    l: long(),
    m: decimal(10, 2),
    day: date(),
    at: timestamp(),
    x: binary(),
    list: array(struct({ d: double() })),
    entries: map(string(), array(integer())),
  })
  const value = {
    s: 'ü',
    l: 2n ** 60n,
    m: '-1.50',
    day: '2020-02-29',
    at: new Date(86_400_123),
    x: Uint8Array.of(0, 255),
    list: [{ d: 1.5 }, null, { d: null }],
    entries: new Map([
      ['a', [1, null]],
      ['b', null],
    ]),
  }
  const folder = temporaryFolder(t)
  const given = events()
  const seen: unknown[] = []
  const open = (stream = given.stream) =>
    stream
      .groupBy()
      .flatMapGroupsWithState({ state, output: Count, outputMode: 'update' }, (_, __, group) => {
        if (!group.exists) group.update(value)
        else {
          seen.push(group.get)
          group.get.list?.pop()
          group.get.x?.fill(9)
        }
        return []
      })
      .writeStream({ ...update, checkpointLocation: folder })
  const first = open()
  given.add(1, 'a')
  await first.next()
  value.x.fill(7)
  value.list.pop()
  given.add(1, 'a')
  await first.next()
  await first.stop()
  const second = open(events(given.source).stream)
  given.add(1, 'a')
  await second.next()
  await second.stop()
  const kept = { ...value, x: Uint8Array.of(0, 255), list: [{ d: 1.5 }, null, { d: null }] }
  assert.deepEqual(seen, [kept, kept])
})

test('progress counts groups kept, written and removed', async () => {
  const { stream, add } = events()
  const query = stream
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState(options, ({ k }, rows, state) => {
      if (rows[0]?.n === 9) state.remove()
      else if (rows[0]?.n !== 0) state.update({ n: 1 })
      return [{ k, what: 'x', n: 0 }]
    })
    .writeStream(update)
  const counts = async (...list: [string, number][]) => {
    for (const [k, n] of list) add(1, k, n)
    const [operator] = (await query.next()).progress.stateOperators
    return [operator?.operatorName, operator?.numRowsTotal, operator?.numRowsUpdated, operator?.numRowsRemoved]
  }
  const name = 'flatMapGroupsWithState'
  assert.deepEqual(await counts(['a', 1], ['b', 1], ['c', 0]), [name, 2, 2, 0])
  assert.deepEqual(await counts(['a', 9], ['c', 9]), [name, 1, 0, 2])
  assert.deepEqual(await counts(['b', 0]), [name, 1, 0, 0])
  await query.stop()
})

test('values that are not of their schema end the batch, with their column and their group', async () => {
  const inCall = 'USER_FUNCTION_FAILED'
  const cases: readonly (readonly [unknown, unknown, string, RegExp])[] = [
    [{ n: 'x' }, [], inCall, /Cannot put "x" into the state \(n\): it is no bigint/],
    [{ m: 1 }, [], inCall, /Cannot put "m" into the state: its schema has n/],
    [null, [], inCall, /'null' is not a valid state value/],
    [[1], [], inCall, /give an object with n/],
    [{ n: 1 }, [{ k: 1 }], 'TYPE_MISMATCH', /Cannot put 1 into the result \(k\): it is no string. In batch 0, group {"k":"a"}/],
    [{ n: 1 }, [{ key: 'a' }], 'COLUMN_NOT_FOUND', /its schema has k, what, n. In batch 0, group {"k":"a"}/],
    [{ n: 1 }, undefined, 'TYPE_MISMATCH', /returned no list/],
    [{ n: 1 }, Promise.reject(new Error('nobody waits')), 'TYPE_MISMATCH', /it cannot be async/],
  ]
  for (const [state, result, code, message] of cases) {
    const { stream, add } = events()
    const query = stream
      .groupBy(r => ({ k: r.k }))
      .flatMapGroupsWithState(options, (_, __, group) => {
        group.update(state as never)
        return result as never
      })
      .writeStream(update)
    add(1, 'a')
    await assert.rejects(query.next(), { code, message })
    await query.stop()
  }
})

test('a state that is not there, and what a timeout needs, are said in Spark’s words', async () => {
  const tried: readonly (readonly [(state: GroupState<{ n: number | bigint | null }>) => unknown, RegExp])[] = [
    [state => state.get, /State is either not defined or has already been removed/],
    [state => state.setTimeoutDuration(5), /Cannot set timeout duration without enabling processing time timeout/],
    [state => state.setTimeoutTimestamp(5), /Cannot set timeout timestamp without enabling event time timeout/],
    [state => state.getCurrentWatermarkMs(), /Cannot get event time watermark timestamp without setting watermark/],
  ]
  const { stream, add, clock } = events()
  const messages: string[] = []
  let timeMs = 0
  const query = stream
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState(options, (_, __, state) => {
      timeMs = state.getCurrentProcessingTimeMs()
      for (const [call] of tried)
        assert.throws(
          () => call(state),
          (error: Error) => messages.push(error.message) > 0,
        )
      return []
    })
    .writeStream(update)
  add(1, 'a')
  await query.next()
  await query.stop()
  assert.equal(timeMs, clock.timeMs)
  assert.equal(messages.length, tried.length)
  for (const [i, [, expected]] of tried.entries()) assert.match(messages[i]!, expected)
})

test('what cannot be planned is refused at once, or when the query is made', () => {
  const { stream } = events()
  const grouped = stream.groupBy(r => ({ k: r.k }))
  const refused = (given: object, message: RegExp) =>
    assert.throws(() => grouped.flatMapGroupsWithState({ ...options, ...given } as never, () => []), {
      code: 'INVALID_OPTION',
      message,
    })
  refused({ outputMode: 'complete' }, /should be append or update/)
  refused({ timeout: 'processing' }, /timeout is one of none, processingTime, eventTime/)
  refused({ state: long() }, /"state" is a schema/)
  refused({ output: struct({}) }, /no columns/)
  assert.throws(() => grouped.flatMapGroupsWithState(options, 1 as never), { code: 'INVALID_OPTION' })
  const written = (timeout: 'none' | 'eventTime', outputMode: 'append' | 'update') => () =>
    grouped.flatMapGroupsWithState({ ...options, timeout }, () => []).writeStream({ sink: memorySink(), outputMode })
  assert.throws(written('none', 'append'), /flatMapGroupsWithState in update mode is not supported with Append output mode/)
  assert.throws(written('eventTime', 'update'), /Event-time timeout not supported without watermark/)
})

test('most groups forgotten, the others keep their state and their timeouts', async t => {
  const { stream, add, source, clock } = events()
  const folder = temporaryFolder(t)
  const total = 24_000
  const open = (given = stream) =>
    given
      .groupBy(r => ({ k: r.k }))
      .flatMapGroupsWithState({ ...options, timeout: 'processingTime' }, ({ k }, rows, state) => {
        const n = Number(state.getOption?.n ?? 0) + rows.length
        if (state.hasTimedOut || (rows[0]!.n! > 0 && n > 1)) state.remove()
        else {
          state.update({ n })
          if (k === '7') state.setTimeoutDuration('1 minute')
        }
        return state.hasTimedOut || rows[0]!.n! < 0 ? [{ k, what: 'left', n }] : []
      })
      .writeStream({ ...update, checkpointLocation: folder })
  const query = open()
  for (let i = 0; i < total; i++) add(1, String(i), i % 1000 === 7 ? 0 : 1)
  for (let i = 0; i < total; i++) if (i % 1000 !== 7) add(1, String(i), 1)
  await query.next({ maxRecords: total })
  const batch = await query.next()
  assert.equal(batch.progress.stateOperators[0]?.numRowsTotal, 24)
  assert.equal(batch.progress.stateOperators[0]?.numRowsRemoved, total - 24)
  add(1, '1007', -1)
  assert.deepEqual((await query.next()).rows(), [{ k: '1007', what: 'left', n: 2 }])
  await query.stop()
  const later = events(source)
  later.clock.timeMs = clock.timeMs + 60_001
  const again = open(later.stream)
  add(1, '1007', -1)
  assert.deepEqual((await again.next()).rows(), [
    { k: '1007', what: 'left', n: 3 },
    { k: '7', what: 'left', n: 1 },
  ])
  await again.stop()
})
