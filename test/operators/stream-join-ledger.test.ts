import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { interval } from '../../src/expressions/functions/interval.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { Stream } from '../../src/plan/stream.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const Order = struct({ id: string(), amount: integer() })
const Payment = struct({ order: string() })

/** Orders and payments of the same numbers, at most 10 s later. */
function paidOrders(checkpointLocation?: string) {
  const orders = memoryStream({ topic: 'orders' })
  const payments = memoryStream({ topic: 'payments' })
  const plan = orders.stream
    .select(r => ({ data: fromJson(r.value.cast('string'), Order), ts: r.timestamp }))
    .select(t => ({ id: t.data.id, amount: t.data.amount, ts: t.ts }))
    .withWatermark('ts', '5 seconds')
    .join(
      payments.stream
        .select(r => ({ order: fromJson(r.value.cast('string'), Payment).order, paid: r.timestamp }))
        .withWatermark('paid', '5 seconds'),
      (o, p) => o.id.eq(p.order).and(p.paid.between(o.ts, o.ts.plus(interval('10 seconds')))),
      'left',
    )
    .select(t => ({ id: t.id, order: t.order })).plan
  // A query of its own, as a program that starts again makes it.
  const start = (sink = memorySink()) =>
    new Stream<never>(plan, embeddedEngine()).writeStream({
      sink,
      ...(checkpointLocation === undefined ? {} : { checkpointLocation }),
    })
  return { orders, payments, start }
}

test('each record is counted, late or bad in the ledger: joined or kept is counted', async () => {
  const { orders, payments, start } = paidOrders()
  orders.add(100, { id: 'a', amount: 1 })
  orders.add(101, '{"id": "b", "amount": "no"}')
  orders.add(102, { id: 'c', amount: 1 })
  payments.add(103, { order: 'a' })
  payments.add(103, { order: null })
  const query = start()
  assert.deepEqual((await query.next()).ledger.total, { offsets: 5, counted: 3, late: 0, bad: 1, filtered: 1, gap: 0 })
  await query.next()
  orders.add(97, { id: 'late', amount: 1 })
  orders.add(96, '{"id": "b", "amount": "no"}')
  payments.add(98, { order: 'late' })
  payments.add(110, { order: 'c' })
  const { ledger } = await query.next()
  assert.deepEqual(ledger.total, { offsets: 4, counted: 2, late: 1, bad: 1, filtered: 0, gap: 0 })
  await query.stop()
})

test('what waits for a partner is still there after a restart, and comes out once', async t => {
  const { orders, payments, start } = paidOrders(temporaryFolder(t))
  /** A run to the end of the topics. @returns its rows */
  const run = async () => {
    const sink = memorySink()
    const query = start(sink)
    await query.drain()
    await query.stop()
    return sink.rows()
  }
  orders.add(100, { id: 'a', amount: 1 })
  orders.add(101, { id: 'b', amount: 1 })
  payments.add(101, { order: 'x' })
  assert.deepEqual(await run(), [])
  payments.add(105, { order: 'a' })
  assert.deepEqual(await run(), [{ id: 'a', order: 'a' }])
  payments.add(130, { order: 'x' })
  orders.add(130, { id: 'c', amount: 1 })
  assert.deepEqual(await run(), [{ id: 'b', order: null }])
  assert.deepEqual(await run(), [])
  payments.add(131, { order: 'c' })
  assert.deepEqual(await run(), [{ id: 'c', order: 'c' }])
})
