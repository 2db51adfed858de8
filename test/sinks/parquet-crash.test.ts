import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { temporaryFolder } from '../formats/parquet-sample.ts'

const child = join(__dirname, 'parquet-crash-child.js')
const all = Array.from({ length: 300 }, (_, n) => n)
const points = ['sink file opened', 'sink rows written', 'sink file synced', 'sink file renamed', 'sink committed']

function run(folder: string, kind: string, fault: Record<string, string> = {}) {
  return spawnSync(process.execPath, [child, folder, kind], { env: { ...process.env, ...fault }, encoding: 'utf8' })
}

async function numbers(folder: string): Promise<number[]> {
  if (!existsSync(join(folder, 'out'))) return []
  const rows = rowsOf((await readParquet(join(folder, 'out'))).batch)
  return rows.map(row => row.n as number).sort((a, b) => a - b)
}

for (const kind of ['plain', 'partitioned']) {
  for (const point of points) {
    test(`${kind}: killed at each "${point}" and started again, every row is there once`, async t => {
      let kills = 0
      // Three files a batch pass each point three times as often: every second passing meets all of them in turn.
      for (let passes = 1; ; passes += kind === 'plain' ? 1 : 2) {
        const folder = temporaryFolder(t)
        const { signal, status, stderr } = run(folder, kind, { SLUICE_FAULT_POINT: point, SLUICE_FAULT_PASSES: String(passes) })
        if (signal === null) {
          assert.equal(status, 0, stderr)
          break
        }
        assert.equal(signal, 'SIGKILL')
        kills++
        if (kind === 'plain') assert.equal((await numbers(folder)).length % 100, 0, 'whole batches only')
        const again = run(folder, kind)
        assert.equal(again.status, 0, again.stderr)
        assert.deepEqual(await numbers(folder), all)
        assert.deepEqual(
          readdirSync(join(folder, 'out')).filter(name => name.startsWith('.')),
          [],
        )
      }
      assert.ok(kills >= 2, `the point stopped ${kills} runs`)
    })
  }
}

test('killed twice in a row, at different points', async t => {
  for (const [first, second] of [
    ['sink file synced', 'sink file renamed'],
    ['sink file renamed', 'sink file renamed'],
    ['sink committed', 'sink rows written'],
  ] as const) {
    const folder = temporaryFolder(t)
    for (const point of [first, second]) {
      assert.equal(run(folder, 'partitioned', { SLUICE_FAULT_POINT: point, SLUICE_FAULT_PASSES: '2' }).signal, 'SIGKILL')
    }
    assert.equal(run(folder, 'partitioned').status, 0)
    assert.deepEqual(await numbers(folder), all)
  }
})

test('a reader of the folder during the run sees whole batches, every file readable', async t => {
  const folder = temporaryFolder(t)
  const seen = new Set<number>()
  const writing = spawn(process.execPath, [child, folder, 'plain'], { stdio: 'ignore' })
  const ended = new Promise<number | null>(resolve => writing.on('exit', resolve))
  let running = true
  void ended.then(() => {
    running = false
  })
  while (running) {
    const count = (await numbers(folder)).length
    assert.equal(count % 100, 0)
    seen.add(count)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
  assert.equal(await ended, 0)
  assert.deepEqual(await numbers(folder), all)
  assert.ok(seen.has(0))
})
