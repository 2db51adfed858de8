import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { eventTimeText, parseEventTime } from '../../src/lab/event-time.ts'
import { SPOILED_KINDS } from '../../src/lab/spoiled-value.ts'
import { transactionJson } from '../../src/lab/transaction-json.ts'
import { transactions } from '../../src/lab/transactions.ts'

const startMs = Date.parse('2024-01-01T10:00:00Z')

test('a message is the text that the lab’s Python producer sends', () => {
  const text = transactionJson({
    transaction_id: 'txn_0000',
    user_id: 'user_7',
    amount: 10,
    type: 'purchase',
    timestamp: '2024-01-01 10:00:00',
    location: 'online',
  })
  assert.equal(
    text,
    '{"transaction_id": "txn_0000", "user_id": "user_7", "amount": 10.0, "type": "purchase", "timestamp": "2024-01-01 10:00:00", "location": "online"}',
  )
})

test('Python’s json.dumps(json.loads(text)) gives the text back, for every amount', t => {
  const texts = [...transactions({ count: 2000, startMs })].map(event => event.value)
  const program = 'import json,sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)))'
  const python = spawnSync('python3', ['-c', program], { input: `${texts.join('\n')}\n`, encoding: 'utf8' })
  if (python.error !== undefined) return t.skip('no python3 here')
  assert.deepEqual(python.stdout.trimEnd().split(/\r?\n/), texts)
})

test('the same seed gives the same messages, another seed others', () => {
  const of = (seed: number) => JSON.stringify([...transactions({ count: 100, seed, startMs, late: { share: 0.2 }, bad: 0.1 })])
  assert.equal(of(1), of(1))
  assert.notEqual(of(1), of(2))
})

test('fields are in the ranges of the lab, and all of them occur', () => {
  const all = [...transactions({ count: 20_000, startMs })].map(event => event.transaction)
  assert.equal(all[0]!.transaction_id, 'txn_0000')
  assert.equal(all[12_345]!.transaction_id, 'txn_12345')
  assert.equal(new Set(all.map(t => t.user_id)).size, 100)
  assert.ok(all.every(t => /^user_([1-9]\d?|100)$/.test(t.user_id)))
  assert.ok(all.every(t => t.amount >= 10 && t.amount <= 1000 && Math.abs(t.amount * 100 - Math.round(t.amount * 100)) < 1e-6))
  assert.deepEqual([...new Set(all.map(t => t.type))].sort(), ['purchase', 'refund', 'transfer', 'withdrawal'])
  assert.deepEqual([...new Set(all.map(t => t.location))].sort(), ['online', 'store'])
})

test('event times go in steps from the start, and are the Kafka timestamps', () => {
  const [first, second] = transactions({ count: 2, startMs, stepMs: 1500 })
  assert.deepEqual([first!.timestampMs, first!.transaction.timestamp], [startMs, '2024-01-01 10:00:00'])
  assert.deepEqual([second!.timestampMs, second!.transaction.timestamp], [startMs + 1500, '2024-01-01 10:00:01'])
})

test('without a start, a message happens when it is asked for', () => {
  let nowMs = startMs
  const events = transactions({ count: 2, now: () => nowMs })
  assert.equal(events.next().value!.timestampMs, startMs)
  nowMs += 60_000
  assert.equal(events.next().value!.transaction.timestamp, '2024-01-01 10:01:00')
})

test('a share of the messages is late by 1 s to the maximum, in event time and Kafka timestamp', () => {
  const events = [...transactions({ count: 10_000, startMs, late: { share: 0.2, maxMs: 8000 } })]
  const late = events.filter(event => event.lateMs > 0)
  assert.ok(Math.abs(late.length / events.length - 0.2) < 0.02, `share ${late.length / events.length}`)
  assert.ok(late.every(event => event.lateMs >= 1000 && event.lateMs <= 8000))
  for (const { index, lateMs, timestampMs, transaction } of late) {
    assert.equal(timestampMs, startMs + index * 1000 - lateMs)
    assert.equal(transaction.timestamp, eventTimeText(timestampMs))
  }
})

test('a share of the messages is broken, in each way in turn', () => {
  const events = [...transactions({ count: 30_000, startMs, bad: 0.05 })]
  const bad = events.filter(event => event.bad !== null)
  assert.ok(Math.abs(bad.length / events.length - 0.05) < 0.01, `share ${bad.length / events.length}`)
  for (const kind of SPOILED_KINDS) {
    const share = bad.filter(event => event.bad === kind).length / bad.length
    assert.ok(Math.abs(share - 1 / 3) < 0.01, `${kind}: ${share}`)
  }
  for (const { bad: kind, value } of bad) {
    if (kind === 'empty value') assert.equal(value, '')
    else if (kind === 'truncated JSON') assert.throws(() => JSON.parse(value))
    else assert.deepEqual([typeof JSON.parse(value).amount, typeof JSON.parse(value).user_id], ['string', 'number'])
  }
})

test('late and bad messages leave all others as they were', () => {
  const plain = [...transactions({ count: 1000, startMs })]
  const mixed = [...transactions({ count: 1000, startMs, late: { share: 0.3 }, bad: 0.1 })]
  let touched = 0
  for (const [i, event] of mixed.entries()) {
    if (event.lateMs > 0 || event.bad !== null) touched++
    else assert.deepEqual(event, plain[i])
  }
  assert.ok(touched > 300)
})

test('a field can be the key', () => {
  for (const event of transactions({ count: 20, startMs, key: 'user_id' })) assert.equal(event.key, event.transaction.user_id)
  assert.ok([...transactions({ count: 3, startMs })].every(event => event.key === undefined))
})

test('options that make no sense are refused', () => {
  const bad = [
    { count: -1 },
    { count: 1.5 },
    { seed: 0.5 },
    { bad: 2 },
    { late: { share: -0.1 } },
    { startMs: Number.NaN },
    { stepMs: -1 },
  ]
  for (const options of bad) assert.throws(() => [...transactions(options)], { code: 'INVALID_OPTION' }, JSON.stringify(options))
})

test('a start is a moment in UTC', () => {
  for (const text of ['2024-01-01 10:00:00', '2024-01-01 10:00', '2024-01-01T10:00:00Z', '2024-01-01T10:00:00.000Z']) {
    assert.equal(parseEventTime(text), startMs, text)
  }
  assert.equal(parseEventTime('2024-02-29'), Date.parse('2024-02-29T00:00:00Z'))
  for (const text of ['', 'noon', '2024-02-30 10:00:00', '2023-02-29', '2024-01-01 25:00:00', '10:00']) {
    assert.throws(() => parseEventTime(text), { code: 'INVALID_OPTION' }, text)
  }
})

test('an event time is written to the second, before 1970 too', () => {
  for (const timeMs of [0, startMs + 999, -1, 951_782_399_000, startMs + 86_399_000]) {
    assert.equal(eventTimeText(timeMs), new Date(timeMs).toISOString().slice(0, 19).replace('T', ' '))
  }
})
