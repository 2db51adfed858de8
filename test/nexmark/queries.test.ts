import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { topicAdmin } from '../../src/broker/topics.ts'
import { measure } from '../bench/measure.ts'
import { check } from './check.ts'
import { writeLog } from './log.ts'
import { QUERIES } from './queries.ts'
import { program } from './run.ts'

const brokers = process.env.KAFKA_BROKERS?.split(',') ?? []
const python = process.env.SLUICE_TEST_PYTHON
const skip =
  brokers.length === 0 ? 'needs a broker: set KAFKA_BROKERS' : python === undefined ? 'needs DuckDB: SLUICE_TEST_PYTHON' : false

test('every query answers as DuckDB does over the same events, and what is wrong is told', { skip }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-nexmark-'))
  const topic = `nexmark-${randomUUID()}`
  t.after(async () => {
    rmSync(folder, { recursive: true, force: true })
    const admin = topicAdmin({ brokers })
    await admin.delete(topic).finally(() => admin.close())
  })
  const path = join(folder, 'events.json')
  // Over a change of the hour that q14 tells apart.
  const startMs = Date.UTC(2015, 6, 15, 18, 59, 20)
  const log = await writeLog({ brokers, topic, path, count: 10_000, seed: 3, eventsPerSecond: 100, startMs })
  assert.deepEqual(log.kinds, { person: 200, auction: 600, bid: 9200 })

  const queries = QUERIES.map(({ name }) => name)
  const answers = join(folder, 'answers')
  mkdirSync(answers)
  await measure(program({ brokers, topic, queries, batch: 2000, answers }))
  const checked = await check(python!, path, answers, queries)
  assert.deepEqual(
    checked.map(({ query, differences }) => [query, differences]),
    queries.map(query => [query, []]),
  )
  for (const { query, rows } of checked) assert.ok(rows >= 1, `${query} has ${rows} rows`)

  for (const query of queries) {
    const file = join(answers, `${query}.json`)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*\n/, ''))
  }
  for (const { query, differences } of await check(python!, path, answers, queries)) {
    assert.ok(differences.length > 0, `${query} misses a row`)
  }
})
