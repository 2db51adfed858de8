import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TransactionEvent, transactions } from '../../src/lab/transactions.ts'
import { truth } from './truth.ts'

const [example] = [...transactions({ count: 1, startMs: 0 })]
const event = (timestampMs: number, amount: number, type: 'refund' | 'withdrawal', location: 'online' | 'store' = 'online') =>
  ({ ...example!, timestampMs, transaction: { ...example!.transaction, amount, type, location } }) satisfies TransactionEvent

test('a transaction counts in its five minutes and its type', () => {
  const counted = truth()
  for (const one of [event(299_999, 0.1, 'refund'), event(0, 0.2, 'refund'), event(300_000, 5, 'refund')]) counted.add(one)
  assert.deepEqual(counted.lab().windows, [
    [0, 'refund', 2, 0.3, 0.15],
    [300_000, 'refund', 1, 5, 5],
  ])
  assert.equal(counted.lab().records, 3)
})

test('suspicious is a withdrawal online of more than 500', () => {
  const counted = truth()
  const suspicious = event(0, 500.01, 'withdrawal')
  const others = [event(0, 500, 'withdrawal'), event(0, 900, 'refund'), event(0, 900, 'withdrawal', 'store')]
  for (const one of [suspicious, ...others]) counted.add(one)
  assert.deepEqual(counted.lab().written, { rows: 1, total: 500.01 })
  assert.deepEqual(counted.all().written, { rows: 4, total: 2800.01 })
})
