// A join of two topics, and a union, a deduplication and two aggregations in a row, killed with SIGKILL at every step of
// the protocol and started again, on a real broker: the state of all operators belongs to one batch.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { produce } from '../../src/broker/producer.ts'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { FAULT_POINTS, type FaultPoint } from '../../src/util/fault-point.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { runOperators } from '../support/operator-queries.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const RECORDS = 1000
const START_MS = Date.UTC(2024, 0, 1)
const child = join(__dirname, '..', 'support', 'operator-queries.js')

/** Two seconds apart; a payment 20 s after two of three orders, each sent twice. */
async function filledTopics(t: TestContext): Promise<[orders: string, payments: string]> {
  const [orders, payments] = [await temporaryTopic(t), await temporaryTopic(t)]
  const connection = { brokers: brokersFromEnvironment() }
  const event = (id: number, n: number, timestampMs: number) => ({
    value: JSON.stringify({ id, n }),
    timestampMs,
    partition: id % 3,
  })
  const ids = Array.from({ length: RECORDS }, (_, id) => id)
  await produce(
    ids.map(id => event(id, 1, START_MS + id * 2000)),
    { connection, topic: orders },
  )
  const paid = ids.filter(id => id % 3 !== 0).map(id => event(id, id % 7, START_MS + id * 2000 + 20_000))
  await produce(
    paid.flatMap(record => [record, record]),
    { connection, topic: payments },
  )
  return [orders, payments]
}

async function results(folder: string) {
  const rows = async (name: string) =>
    existsSync(join(folder, name))
      ? rowsOf((await readParquet(join(folder, name))).batch)
          .map(row => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
          .sort()
      : []
  return { matched: await rows('matched'), counted: await rows('counted') }
}

const leftOvers = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(path => path.split('/').at(-1)!.startsWith('.') || path.endsWith('.tmp'))

function run(topics: readonly string[], folder: string, env: Record<string, string> = {}) {
  const process_ = spawn(process.execPath, [child, ...topics, folder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors: string[] = []
  process_.stderr.on('data', data => errors.push(String(data)))
  return new Promise<NodeJS.Signals | null>((resolve, reject) =>
    process_.once('close', (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(`ended with ${code}: ${errors.join('')}`))
      else resolve(signal)
    }),
  )
}

/** Which passing of each point: early enough that every run has it. */
const PASSINGS: Partial<Record<FaultPoint, readonly number[]>> = {
  'offsets logged': [5],
  'chunk processed': [20],
  'state merged': [6],
  'sink committed': [4, 7],
  // Several tables a batch: the first, one in between and the last of one batch.
  'state file written': [1, 9, 10, 11],
  'state file renamed': [1, 9, 10, 11],
  'commit file written': [3],
  'commit logged': [6],
}

test('joins, deduplication and chained aggregations, killed at every fault point and started again', {
  timeout: 280_000,
}, async t => {
  const topics = await filledTopics(t)
  const folder = temporaryFolder(t)
  const whole = join(folder, 'whole')
  mkdirSync(whole)
  await runOperators(...topics, whole)
  const expected = await results(whole)
  assert.ok(expected.matched.length > RECORDS && expected.counted.length >= 2, JSON.stringify(expected.counted))
  const cases = FAULT_POINTS.flatMap(point => (PASSINGS[point] ?? []).map(passing => ({ point, passing })))
  const left = cases.values()
  const lane = async () => {
    for (const { point, passing } of left) {
      const name = `${point} ${passing}`
      const place = join(folder, name)
      mkdirSync(place)
      const signal = await run(topics, place, { SLUICE_FAULT_POINT: point, SLUICE_FAULT_PASSES: String(passing) })
      assert.equal(signal, 'SIGKILL', name)
      assert.equal(await run(topics, place), null, name)
      assert.deepEqual(await results(place), expected, name)
      assert.deepEqual(leftOvers(place), [], name)
    }
  }
  await Promise.all([lane(), lane()])
})
