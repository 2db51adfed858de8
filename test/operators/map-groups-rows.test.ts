import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { string, struct, timestamp } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memorySource } from '../../src/sources/memory.ts'
import * as values from '../../src/state/keyed-state-values.ts'
import { Count, events, Out } from './map-groups-stream.ts'

const THENABLE = Object.fromEntries([['then', () => {}]])
const update = { sink: memorySink(), outputMode: 'update' } as const
const options = { state: Count, output: Out, outputMode: 'update' } as const

/** A query over one group, "a", whose function gives this. */
function giving(call: (state: { update(state: never): void }, key: { k: string | null }) => unknown) {
  const { stream, add } = events()
  add(1, 'a')
  return stream
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState(options, (key, _, state) => call(state, key) as never)
    .writeStream(update)
}

test('a promise among the rows, a Map or a list is refused, instead of a row of nulls', async () => {
  const fails = async () => {
    throw new Error('nobody waits')
  }
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      [1, 2].map(fails),
      /Cannot put a promise .* into the result of flatMapGroupsWithState: give an object with k, what, n\. In batch 0, group {"k":"a"}/,
    ],
    [[{ k: 'a' }, THENABLE], /Cannot put an object with a function "then"/],
    [[new Map([['k', 'x']])], /Cannot put a Map into the result/],
    [new Map([['k', 'x']]), /Cannot put a list into the result/],
    [(async function* () {})(), /it cannot be async/],
    [THENABLE, /it cannot be async/],
  ]
  for (const [result, message] of cases) {
    const query = giving(() => result)
    await assert.rejects(query.next(), { code: 'TYPE_MISMATCH', message })
    await query.stop()
  }
  for (const kept of [Promise.resolve({ n: 1 }), new Map([['n', 1]])]) {
    const query = giving(state => state.update(kept as never))
    await assert.rejects(query.next(), { code: 'USER_FUNCTION_FAILED', message: /Cannot put a (promise|Map) .*into the state/ })
    await query.stop()
  }
})

test('a row that lacks a field named as what every object has gives null', async () => {
  const { stream, add } = events()
  const output = struct({ constructor: string(), k: string() })
  const query = stream
    .groupBy(r => ({ k: r.k }))
    .flatMapGroupsWithState({ ...options, output }, ({ k }) => [{ k } as never])
    .writeStream(update)
  add(1, 'a')
  assert.deepEqual((await query.next()).rows(), [{ constructor: null, k: 'a' }])
  await query.stop()
})

test('an iterator is asked to end only where it is left before its end', async () => {
  const asked: string[] = []
  const list = (name: string, next: (step: number) => unknown) => ({
    [Symbol.iterator]() {
      let step = 0
      return {
        next: () => next(step++),
        return() {
          asked.push(name)
          return {}
        },
      }
    },
  })
  const row = { done: false, value: { k: 'a' } }
  const done = giving(() => list('done', step => (step === 0 ? row : { done: true })))
  assert.equal((await done.next()).rows().length, 1)
  const failing = giving(() =>
    list('failing', step => {
      if (step === 1) throw new Error('odd')
      return row
    }),
  )
  await assert.rejects(failing.next(), { code: 'USER_FUNCTION_FAILED', message: /Reason: odd/ })
  const left = giving(() => list('left', () => ({ done: false, value: 7 })))
  await assert.rejects(left.next(), { code: 'TYPE_MISMATCH', message: /Cannot put a number/ })
  const broken = giving(() => list('broken', () => undefined))
  await assert.rejects(broken.next(), { code: 'USER_FUNCTION_FAILED' })
  assert.deepEqual(asked, ['left'])
  for (const query of [done, failing, left, broken]) await query.stop()
})

test('the group in an error is the one that was called, though the function has changed its key; without an error none is written', async t => {
  const written = t.mock.method(values, 'groupText')
  const calm = giving(() => [])
  await calm.next()
  await calm.stop()
  assert.equal(written.mock.callCount(), 0)
  const query = giving((_, key) => {
    key.k = 'changed'
    throw new Error('odd')
  })
  await assert.rejects(query.next(), { message: /\(batch 0, group {"k":"a"}\)/ })
  await query.stop()
})

test('a moment that came with a row equals itself in a filter', async () => {
  const source = memorySource()
  for (const at of ['2024-01-01T12:00:00.000400Z', '2024-01-01T12:00:00.000Z'])
    source.add(0, [{ value: JSON.stringify({ at }), timestampMs: 0 }])
  const stream = readStream(embeddedEngine())
    .from(source)
    .select(r => ({ at: fromJson(r.value.cast('string'), struct({ at: timestamp() })).at }))
  const rowsOf = async (given: typeof stream) => {
    const query = given.writeStream({ sink: memorySink(), outputMode: 'append' })
    const rows = (await query.next()).rows()
    await query.stop()
    return rows
  }
  const [row] = await rowsOf(stream)
  const at = row!.at!
  assert.deepEqual(await rowsOf(stream.filter(r => r.at.eq(at))), [row])
  assert.deepEqual(await rowsOf(stream.filter(r => r.at.isin(at))), [row])
  assert.throws(() => stream.filter(r => r.at.eq(new Date(Number.NaN))), { code: 'INVALID_OPTION', message: /invalid Date/ })
})
