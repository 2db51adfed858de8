// What rows and counts must be was asked of Spark 4.2.0 in Scala: PySpark has neither mapGroupsWithState nor an initial state.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { staticTable } from '../../src/plan/static-table.ts'
import { integer, long, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Count, events } from './map-groups-stream.ts'

const Counted = struct({ k: string(), n: long() })
const options = { state: Count, output: Counted } as const
const update = { sink: memorySink(), outputMode: 'update' } as const

const initial = (...rows: { k: string | null; n: number }[]) => staticTable(rows, Counted).groupBy(r => ({ k: r.k }))

function counting(given = events(), more: object = {}) {
  return given.stream
    .groupBy(r => ({ k: r.k }))
    .mapGroupsWithState({ ...options, ...more }, ({ k }, rows, state) => {
      const n = Number(state.getOption?.n ?? 0) + rows.length
      state.update({ n })
      return { k, n }
    })
}

const text = (rows: readonly { k: string | null; n: unknown }[]) => rows.map(({ k, n }) => `${k} ${n}`).sort()

test('mapGroupsWithState gives one row for each call; its progress is that of flatMapGroupsWithState', async () => {
  const given = events()
  const query = counting(given).writeStream(update)
  for (const k of ['a', 'b', 'a']) given.add(1, k)
  assert.deepEqual(text((await query.next()).rows()), ['a 2', 'b 1'])
  given.add(1, 'a')
  const batch = await query.next()
  assert.deepEqual(text(batch.rows()), ['a 3'])
  const [operator] = batch.progress.stateOperators
  assert.deepEqual([operator?.operatorName, operator?.numRowsTotal, operator?.numRowsUpdated], ['flatMapGroupsWithState', 2, 1])
  await query.stop()
})

test('mapGroupsWithState is for update mode, once in a query; an aggregation may follow', async () => {
  const write = (outputMode: 'append' | 'update' | 'complete', stream = counting()) =>
    stream.writeStream({ sink: memorySink(), outputMode })
  const counted = counting()
    .groupBy(r => ({ n: r.n }))
    .agg(() => ({ times: count() }))
  assert.throws(() => write('append'), /mapGroupsWithState is not supported with Append output mode on a streaming/)
  assert.throws(() => write('complete'), { code: 'STREAMING_OUTPUT_MODE_UNSUPPORTED' })
  assert.throws(() => counted.writeStream({ sink: memorySink(), outputMode: 'complete' }), /not supported with Complete/)
  const twice = counting()
    .groupBy(r => ({ k: r.k }))
    .mapGroupsWithState(options, ({ k }) => ({ k, n: 1 }))
  assert.throws(() => write('update', twice), /Multiple mapGroupsWithStates are not supported/)

  const given = events()
  const query = counting(given)
    .groupBy(r => ({ n: r.n }))
    .agg(() => ({ times: count() }))
    .writeStream(update)
  for (const k of ['a', 'b']) given.add(1, k)
  assert.deepEqual((await query.next()).rows(), [{ n: 1, times: 2 }])
  await query.stop()
})

test('what is no row ends the batch', async () => {
  for (const [result, message] of [
    [null, /Cannot put null into the result of mapGroupsWithState/],
    [undefined, /Cannot put undefined into the result of mapGroupsWithState/],
    [[{ k: 'a', n: 1 }], /Cannot put a list into the result of mapGroupsWithState/],
    [Promise.resolve({ k: 'a', n: 1 }), /mapGroupsWithState returned a promise: it cannot be async/],
  ] as const) {
    const given = events()
    const query = given.stream
      .groupBy(r => ({ k: r.k }))
      .mapGroupsWithState(options, () => result as never)
      .writeStream(update)
    given.add(1, 'a')
    await assert.rejects(query.next(), { code: 'TYPE_MISMATCH', message })
    await query.stop()
  }
})

test('groups begin with an initial state: all are called in the first batch, none counts as updated before its call', async () => {
  const given = events()
  const query = given.stream
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState(
      {
        state: Count,
        output: struct({ k: string(), n: long(), before: string() }),
        outputMode: 'update',
        initialState: initial({ k: 'a', n: 10 }, { k: 'x', n: 5 }, { k: 'y', n: 7 }, { k: 'z', n: 9 }, { k: null, n: 1 }),
      },
      ({ k }, rows, state) => {
        const before = state.exists
        const n = Number(state.getOption?.n ?? -1) + rows.length
        if (n === 7) state.remove()
        else if (n !== 9) state.update({ n })
        return [{ k, n, before: `${before}` }]
      },
    )
    .writeStream(update)
  const next = async (...keys: (string | null)[]) => {
    for (const k of keys) given.add(1, k)
    const batch = await query.next()
    const [operator] = batch.progress.stateOperators
    return [
      batch
        .rows()
        .map(({ k, n, before }) => `${k} ${n} ${before}`)
        .sort(),
      [operator?.numRowsTotal, operator?.numRowsUpdated, operator?.numRowsRemoved],
    ]
  }
  assert.deepEqual(await next('a', 'b', null), [
    ['a 11 true', 'b 0 false', 'null 2 true', 'x 5 true', 'y 7 true', 'z 9 true'],
    [5, 4, 1],
  ])
  assert.deepEqual(await next('a', 'x', 'y', 'z'), [
    ['a 12 true', 'x 6 true', 'y 0 false', 'z 10 true'],
    [6, 4, 0],
  ])
  await query.stop()
})

test('an initial state is read by the first batch alone: not after a restart; a batch that failed and a replay read it again', async t => {
  const checkpointLocation = temporaryFolder(t)
  const given = events()
  let fails = true
  const first = counting(given, { initialState: initial({ k: 'a', n: 10 }, { k: 'x', n: 5 }) })
    .filter(r => r.k.isNotNull().or(r.n.gt(0)))
    .writeStream({
      ...update,
      checkpointLocation,
      sink: {
        ...memorySink(),
        beginBatch: async id => (fails ? Promise.reject(new Error('away')) : memorySink().beginBatch(id)),
      },
    })
  given.add(1, 'a')
  await assert.rejects(first.next(), /away/)
  fails = false
  assert.deepEqual(text((await first.next()).rows()), ['a 11', 'x 5'])
  assert.deepEqual(text((await first.replay(0)).rows()), ['a 11', 'x 5'])
  await first.stop()
  const later = events(given.source)
  const second = counting(later, { initialState: initial({ k: 'a', n: 100 }, { k: 'y', n: 50 }) })
    .filter(r => r.k.isNotNull().or(r.n.gt(0)))
    .writeStream({ ...update, checkpointLocation })
  for (const k of ['a', 'y']) later.add(1, k)
  assert.deepEqual(text((await second.next()).rows()), ['a 12', 'y 1'])
  await second.stop()
})

test('two rows of an initial state for one group are refused, with the group', async () => {
  const given = events()
  const query = counting(given, { initialState: initial({ k: 'a', n: 1 }, { k: 'a', n: 2 }) }).writeStream(update)
  given.add(1, 'b')
  await assert.rejects(query.next(), {
    code: 'INVALID_OPTION',
    message: /contained multiple rows\(state\) with the same key\. .*\{"k":"a"\}/,
  })
  await query.stop()
})

test('an initial state that does not fit is refused at once', () => {
  const refused = (initialState: unknown, code: string, message: RegExp) =>
    assert.throws(() => counting(events(), { initialState }), { code, message })
  const table = staticTable([], struct({ k: string(), n: long(), i: integer() }))
  const streaming = events().stream.groupBy(r => ({ k: r.k }))
  refused(streaming, 'UNSUPPORTED_OPERATION', /^Non-streaming DataFrame\/Dataset is not supported as the initial state/)
  refused(
    table.groupBy(r => ({ key: r.k })),
    'COLUMN_NOT_FOUND',
    /it has no key "k". There are: key/,
  )
  refused(
    table.groupBy(r => ({ k: r.n })),
    'TYPE_MISMATCH',
    /its key "k" is bigint, it must be string/,
  )
  refused(
    table.groupBy(r => ({ k: r.k, i: r.i })),
    'TYPE_MISMATCH',
    /grouped by k, i: the stream is grouped by k/,
  )
  refused(
    table.drop('n').groupBy(r => ({ k: r.k })),
    'COLUMN_NOT_FOUND',
    /it has no state "n". There are: k, i/,
  )
  const other = table.select(r => ({ k: r.k, n: r.i }))
  refused(
    other.groupBy(r => ({ k: r.k })),
    'TYPE_MISMATCH',
    /its state "n" is int, it must be bigint/,
  )
})
