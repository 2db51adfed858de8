// The lab's queries, killed with SIGKILL at every step of the protocol and started again, on a real broker: every row is
// there once, and nothing else is left behind.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { produce } from '../../src/broker/producer.ts'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { transactions } from '../../src/lab/transactions.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { FAULT_POINTS, type FaultPoint } from '../../src/util/fault-point.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { runLab } from '../support/lab-queries.ts'
import { seeded } from '../support/seeded.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const RECORDS = 3000
const child = join(__dirname, '..', 'support', 'lab-queries.js')

async function filledTopic(t: TestContext): Promise<string> {
  const topic = await temporaryTopic(t)
  const events = transactions({
    count: RECORDS,
    seed: 7,
    startMs: Date.UTC(2024, 0, 1),
    stepMs: 2000,
    late: { share: 0.1, maxMs: 900_000 },
    bad: 0.01,
  })
  const records = [...events].map(({ value, timestampMs, index }) => ({ value, timestampMs, partition: index % 3 }))
  const { sent } = await produce(records, { connection: { brokers: brokersFromEnvironment() }, topic })
  assert.equal(sent, RECORDS)
  return topic
}

async function rowTexts(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  return rowsOf((await readParquet(folder)).batch)
    .map(row => JSON.stringify(row))
    .sort()
}
const results = async (folder: string) => ({
  suspicious: await rowTexts(join(folder, 'suspicious')),
  windows: await rowTexts(join(folder, 'windows')),
})

/** Names that no finished run leaves: temporary and lock files. */
const leftOvers = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(path => path.split('/').at(-1)!.startsWith('.') || path.endsWith('.tmp'))

function start(topic: string, folder: string, env: Record<string, string> = {}) {
  const process_ = spawn(process.execPath, [child, topic, folder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors: string[] = []
  process_.stderr.on('data', data => errors.push(String(data)))
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) =>
    process_.once('close', (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(`ended with ${code}: ${errors.join('')}`))
      else resolve(signal)
    }),
  )
  return { kill: () => process_.kill('SIGKILL'), ended }
}

/** Runs work on several inputs, two at a time. */
async function twoAtATime<T>(inputs: readonly T[], work: (input: T) => Promise<void>): Promise<void> {
  const left = inputs.values()
  const lane = async () => {
    for (const input of left) await work(input)
  }
  await Promise.all([lane(), lane()])
}

/** How often a run without a fault passes each point; three queries share it. */
const PASSINGS: Readonly<Record<FaultPoint, readonly number[]>> = {
  'batch planned': [1, 10, 21],
  'offsets logged': [1, 10, 21],
  'source opened': [1, 10, 18],
  'chunk read': [1, 28, 54],
  'chunk processed': [1, 28, 54],
  'state merged': [1, 8, 13],
  'sink file opened': [1, 5, 9],
  'sink rows written': [1, 5, 9],
  'sink file synced': [1, 5, 9],
  'sink file renamed': [1, 5, 9],
  'sink committed': [1, 10, 21],
  'state file written': [1, 8, 13],
  'state file renamed': [1, 8, 13],
  'commit file written': [1, 10, 21],
  'commit logged': [1, 10, 21],
  'old files purged': [1],
}
/** Points that a run of seven batches does not pass: files are purged from batch 110 on. */
const NOT_PASSED: readonly FaultPoint[] = ['old files purged']

test('killed at every fault point, at its first, a middle and a late passing, and started again', {
  timeout: 280_000,
}, async t => {
  const topic = await filledTopic(t)
  const folder = temporaryFolder(t)
  const whole = join(folder, 'whole')
  mkdirSync(whole)
  await runLab(topic, whole)
  const expected = await results(whole)
  assert.ok(expected.suspicious.length > 100 && expected.windows.length > 40)
  const cases = FAULT_POINTS.filter(point => !NOT_PASSED.includes(point)).flatMap(point =>
    PASSINGS[point].map(passing => ({ point, passing })),
  )
  const killed = new Set<FaultPoint>()
  let kills = 0
  await twoAtATime(cases, async ({ point, passing }) => {
    const place = join(folder, `${point} ${passing}`)
    mkdirSync(place)
    const signal = await start(topic, place, { SLUICE_FAULT_POINT: point, SLUICE_FAULT_PASSES: String(passing) }).ended
    if (signal === 'SIGKILL') {
      kills++
      killed.add(point)
      assert.equal(await start(topic, place).ended, null)
    }
    assert.deepEqual(await results(place), expected, `${point}, passing ${passing}`)
    assert.deepEqual(leftOvers(place), [], `${point}, passing ${passing}`)
  })
  for (const { point } of cases) assert.ok(killed.has(point), `no run was killed at "${point}"`)
  assert.ok(kills > cases.length * 0.8, `${kills} of ${cases.length} runs were killed`)
  t.diagnostic(`${kills} kills in ${cases.length} runs`)
})

test('killed at random times, five times, and started again', { timeout: 120_000 }, async t => {
  const topic = await filledTopic(t)
  const folder = temporaryFolder(t)
  const [whole, place] = ['whole', 'killed'].map(name => join(folder, name)) as [string, string]
  for (const path of [whole, place]) mkdirSync(path)
  await runLab(topic, whole)
  const seed = Date.now() % 1_000_000
  const random = seeded(seed)
  let kills = 0
  for (let round = 0; round < 5; round++) {
    const running = start(topic, place)
    await sleep(random.int(250, 700))
    running.kill()
    if ((await running.ended) === 'SIGKILL') kills++
  }
  assert.equal(await start(topic, place).ended, null)
  assert.deepEqual(await results(place), await results(whole), `seed ${seed}`)
  assert.deepEqual(leftOvers(place), [], `seed ${seed}`)
  t.diagnostic(`${kills} kills, seed ${seed}`)
})
