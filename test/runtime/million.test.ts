// Counts and sums of windows on a topic of a million transactions, against Python over `sluice read --json`.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { produce } from '../../src/broker/producer.ts'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { transactions } from '../../src/lab/transactions.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { double, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { projectRoot } from '../../src/util/project-root.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { startCommand } from '../cli/run-command.ts'

const RECORDS = 1_000_000
type Group = readonly [startMs: number, type: string | null, count: number, total: number]

async function countedByPython(topic: string): Promise<Map<string, Group>> {
  const read = startCommand('read', ['--topic', topic, '--max', 'all', '--json'])
  const python = spawn(process.env.SLUICE_PYTHON ?? 'python3', [join(projectRoot(), 'test', 'support', 'count-windows.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  read.stdout!.pipe(python.stdin)
  const lines = (await text(python.stdout)).trim().split('\n')
  return new Map(lines.map(line => JSON.parse(line) as Group).map(group => [`${group[0]} ${group[1]}`, group]))
}

test(`windows over ${RECORDS} records equal an independent computation`, { timeout: 280_000 }, async t => {
  const topic = await temporaryTopic(t)
  const events = transactions({
    count: RECORDS,
    seed: 3,
    startMs: Date.UTC(2024, 0, 1),
    stepMs: 20,
    late: { share: 0.05 },
    bad: 0.001,
  })
  await produce(events, { connection: { brokers: brokersFromEnvironment() }, topic })

  const Transaction = struct({ amount: double(), type: string(), user_id: string() })
  const sink = memorySink()
  const query = readStream(embeddedEngine())
    .kafka({ subscribe: topic, startingOffsets: 'earliest' })
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), time: r.timestamp }))
    .withWatermark('time', '1 minute')
    .groupBy(r => ({ window: window(r.time, '5 minutes'), type: r.data.type }))
    .agg(r => ({ n: count(), total: sum(r.data.amount) }))
    .writeStream({ outputMode: 'complete', sink })
  const startMs = performance.now()
  const batches = await query.drain({ maxRecords: 200_000 })
  const seconds = (performance.now() - startMs) / 1000
  await query.stop()
  const { total } = query.ledger()
  assert.equal(total.offsets, RECORDS)
  assert.ok(batches.length >= RECORDS / 200_000 && total.bad > RECORDS / 2000)
  t.diagnostic(`${batches.length} batches, ${Math.round(RECORDS / seconds)} records a second`)

  const expected = await countedByPython(topic)
  const rows = sink.rows() as { window: { start: Date }; type: string | null; n: number; total: number | null }[]
  assert.equal(rows.length, expected.size)
  for (const row of rows) {
    const key = `${row.window.start.getTime()} ${row.type}`
    const [, , n, sumOfAmounts] = expected.get(key) ?? []
    assert.equal(row.n, n, key)
    assert.ok(
      Math.abs((row.total ?? 0) - sumOfAmounts!) <= 1e-9 * Math.abs(sumOfAmounts!),
      `${key}: ${row.total}, ${sumOfAmounts}`,
    )
  }
})
