// A query without a checkpoint folder goes on from what it keeps in memory, whatever fails.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AggregationState } from '../../src/state/aggregation-state.ts'
import { counted } from '../support/counted-query.ts'
import { memoryStream } from '../support/memory-query.ts'

test('where the state before a failed batch cannot be read at once, the batch runs again under its id and nothing is counted twice', async t => {
  const { query, add, source } = counted(memoryStream({ chunkRows: 10 }))
  for (let i = 0; i < 20; i++) add(0, {})
  assert.deepEqual((await query.next()).rows(), [{ partition: 0, count: 20 }])
  for (let i = 0; i < 20; i++) add(0, {})
  source.failAt(0, 30, new Error('the cable is out'))
  const load = t.mock.method(AggregationState.prototype, 'load', () => {
    throw new Error('out of memory')
  })
  await assert.rejects(query.next(), /the cable is out/)
  assert.ok(load.mock.callCount() > 0)
  // Still not readable: the call says so, and does not begin anew.
  await assert.rejects(query.next(), /out of memory/)
  load.mock.restore()
  source.failAt(0, null)
  const again = await query.next()
  assert.equal(again.id, 1)
  assert.deepEqual(again.rows(), [{ partition: 0, count: 40 }])
  await query.stop()
})
