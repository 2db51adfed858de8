// Reading a stream should not pay for a table, a chart or a file: heavy packages load when they are first used.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../src/util/project-root.ts'

const door = join(projectRoot(), 'dist', 'src', 'index.js')

function inNewProcess(program: string): unknown {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', program], { cwd: projectRoot(), encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout)
}

test('importing sluice loads two packages, and none that is heavy', () => {
  const loaded = inNewProcess(`
    require(${JSON.stringify(door)})
    const packages = Object.keys(require.cache).flatMap(file => file.replaceAll('\\\\', '/').match(/(?<=.*node_modules\\/)(@[^/]+\\/)?[^/]+(?!.*node_modules)/) ?? [])
    console.log(JSON.stringify([...new Set(packages)].filter(name => name !== undefined).sort()))
  `) as string[]
  const ours = loaded.filter(name => !name.startsWith('@node-rs/'))
  assert.deepEqual(ours, ['kafkajs'])
  assert.ok(loaded.length > ours.length, 'the checksum of record batches')
})

// Processor time, not the clock's: the other tests run beside this one.
test('importing sluice takes less than 300 ms of processor time', () => {
  const times = [1, 2, 3, 4, 5].map(
    () =>
      inNewProcess(
        `const start = process.cpuUsage(); require(${JSON.stringify(door)}); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000)`,
      ) as number,
  )
  assert.ok(Math.min(...times) < 300, `${times.map(ms => ms.toFixed(0)).join(', ')} ms`)
})
