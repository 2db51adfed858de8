import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../../src/util/project-root.ts'
import { peersFolder } from './install.ts'
import { consumerPerformanceResult, PEERS } from './peers.ts'

test("of ConsumerPerformance's figures its own clock is that of fetching", () => {
  const line = '2026-11-23 18:00:00:000, 2026-11-23 18:00:03:000, 691.4, 230.5, 5000321, 1666773.7, 800, 2200, 314.3, 2272873.2'
  assert.deepEqual(consumerPerformanceResult(line, 5_000_000), { records: 5_000_000, workSeconds: 2.2, version: '4.3.0' })
  assert.equal(consumerPerformanceResult(line, 6_000_000)?.records, 5_000_321)
})

test('a line that is no line of figures is none', () => {
  assert.equal(consumerPerformanceResult('WARNING: Exiting before consuming the expected number of records', 1), undefined)
  assert.equal(consumerPerformanceResult('start.time, end.time, a, b, c, d, e, f, g, h', 1), undefined)
})

test('every peer has its own name and the files it asks for', () => {
  assert.equal(new Set(PEERS.map(({ name }) => name)).size, PEERS.length)
  assert.equal(PEERS[0]!.name, 'sluice')
  for (const { name, parts } of PEERS) {
    if (parts.python !== undefined) assert.ok(existsSync(join(peersFolder(), `requirements-${parts.python}.txt`)), name)
    if (parts.jars !== undefined) assert.ok(existsSync(join(projectRoot(), 'test', parts.jars)), name)
  }
})
