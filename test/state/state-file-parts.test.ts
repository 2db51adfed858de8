// Snapshots in parts and files in pieces: every version on record is read back as it was, whatever was cut in between.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vectorOf } from '../../src/schema/column-builder.ts'
import { string } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { type CheckpointFiles, memoryFiles } from '../../src/state/checkpoint-files.ts'
import { KeyState } from '../../src/state/key-state.ts'
import { type StateFileLimits, type StateFiles, stateFiles } from '../../src/state/state-files.ts'
import { seeded } from '../support/seeded.ts'

const FOLDER = 'state/0'
const LIMITS: StateFileLimits = { fileBytes: 2000, partRows: 7, deltas: 12 }

const newTable = () => new KeyState([{ name: 'k', type: string() }])

/** Adds keys, each to be forgotten at its moment. */
function add(table: KeyState, keys: readonly string[], expiresMs: number): void {
  table.add([vectorOf(string(), keys)], new Float64Array(keys.length).fill(expiresMs), keys.length)
}

/** What a table holds. */
function held(table: KeyState): readonly string[] {
  const { columns, numRows } = table.save(table.all())
  return Array.from({ length: numRows }, (_, row) => `${storedAt(columns[2]!, row)} ${storedAt(columns[1]!, row)}`).sort()
}

async function loaded(files: StateFiles, version: number): Promise<readonly string[]> {
  const table = newTable()
  await files.load(version, table)
  return held(table)
}

const names = async (files: CheckpointFiles) => files.list(FOLDER)

test('every version on record is read back, also while a snapshot is written and after restarts in the middle of one', async () => {
  for (const seed of [1, 2, 3]) {
    const { int } = seeded(seed)
    const below = (end: number) => int(0, end - 1)
    const memory = memoryFiles()
    let files = stateFiles(memory, FOLDER, LIMITS)
    let table = newTable()
    const expected: (readonly string[])[] = [[]]
    for (let version = 1; version <= 200; version++) {
      add(
        table,
        Array.from({ length: below(12) }, () => `key ${below(60)} ${'x'.repeat(below(200))}`),
        version + 1 + below(20),
      )
      table.removeExpired(version)
      await files.save(version, table)
      files.compact(table)
      expected.push(held(table))
      if (version % 10 === 0) await files.purge(version - 30)
      if (below(9) === 0) {
        files = stateFiles(memory, FOLDER, LIMITS)
        table = newTable()
        // As after a crash before the commit: the files of one version more than what is gone on from.
        const again = below(2) === 0 ? version : version - 1
        await files.load(again, table)
        assert.deepEqual(held(table), expected[again])
        if (again < version) {
          expected.pop()
          version--
        }
      }
      const oldest = Math.max(1, Math.floor(version / 10) * 10 - 30)
      if (version % 20 === 0)
        for (let back = oldest; back <= version; back++)
          assert.deepEqual(
            await loaded(stateFiles(memory, FOLDER, LIMITS), back),
            expected[back],
            `seed ${seed}, version ${back}`,
          )
    }
    const snapshots = (await names(memory)).filter(name => name.endsWith('.snapshot'))
    assert.ok(
      snapshots.some(name => /-[1-9]\d*-last/.test(name)),
      `one in parts: ${snapshots}`,
    )
  }
})

test('no file is longer than the limit, and all pieces of a long one are read', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, LIMITS)
  const table = newTable()
  add(
    table,
    Array.from({ length: 50 }, (_, i) => `${i} ${'y'.repeat(400)}`),
    Number.NaN,
  )
  await files.save(1, table)
  assert.ok((await names(memory)).length > 10)
  for (const name of await names(memory)) assert.ok((await memory.read(`${FOLDER}/${name}`))!.length <= LIMITS.fileBytes, name)
  assert.deepEqual(await loaded(stateFiles(memory, FOLDER, LIMITS), 1), held(table))

  const [piece] = (await names(memory)).filter(name => name.includes('.3-of-'))
  await memory.remove(`${FOLDER}/${piece}`)
  await assert.rejects(loaded(stateFiles(memory, FOLDER, LIMITS), 1), {
    code: 'CHECKPOINT_DAMAGED',
    details: { version: 1, name: piece },
  })
})

test('a row that is longer than the limit alone has a file of its own', async () => {
  const memory = memoryFiles()
  const table = newTable()
  add(table, ['z'.repeat(5000), 'short'], Number.NaN)
  await stateFiles(memory, FOLDER, LIMITS).save(1, table)
  assert.deepEqual(await loaded(stateFiles(memory, FOLDER, LIMITS), 1), held(table))
})

test('a lost part of a snapshot is missed by its name', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, LIMITS)
  const table = newTable()
  const keys = Array.from({ length: 40 }, (_, i) => `key ${i}`)
  for (let version = 1; version <= 30; version++) {
    add(table, version === 1 ? keys : [`more ${version}`], Number.NaN)
    await files.save(version, table)
  }
  const parts = (await names(memory)).filter(name => name.endsWith('.snapshot'))
  const begun = parts.find(name => name.includes('-last'))!.split(/[.-]/)[1]
  const lost = parts.find(name => name.includes(`.${begun}-1.`))!
  await memory.remove(`${FOLDER}/${lost}`)
  await assert.rejects(loaded(stateFiles(memory, FOLDER, LIMITS), 30), {
    code: 'CHECKPOINT_DAMAGED',
    message: new RegExp(`\\.${begun}-1\\.snapshot is missing`),
  })
})

test('a lost last part is missed by its name, though the snapshot before it and its deltas are gone', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, { fileBytes: 1e6, partRows: 10, deltas: 5 })
  const table = newTable()
  const keys = Array.from({ length: 50 }, (_, i) => `key ${i}`)
  for (let version = 1; version <= 40; version++) {
    add(table, version === 1 ? keys : [`more ${version}`], Number.NaN)
    await files.save(version, table)
    if (version % 10 === 0) await files.purge(version - 3)
  }
  const last = (await names(memory)).filter(name => name.includes('-last'))
  assert.equal(last.length, 2)
  for (const name of last) await memory.remove(`${FOLDER}/${name}`)
  await assert.rejects(loaded(stateFiles(memory, FOLDER, LIMITS), 40), {
    code: 'CHECKPOINT_DAMAGED',
    details: { version: 40, name: last[0] },
  })
})

test('what a batch writes stays small while a snapshot of a large table is due', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, { fileBytes: 1e6, partRows: 100, deltas: 12 })
  const table = newTable()
  const keys = Array.from({ length: 2000 }, (_, i) => `key ${i}`)
  add(table, keys, Number.NaN)
  await files.save(1, table)
  const first = (await memory.read(`${FOLDER}/1.delta`))!.length
  for (let version = 2; version <= 600; version++) {
    add(table, [`one ${version}`], Number.NaN)
    await files.save(version, table)
    let written = 0
    for (const name of await names(memory))
      if (name.startsWith(`${version}.`)) written += (await memory.read(`${FOLDER}/${name}`))!.length
    assert.ok(written < first / 5, `version ${version} wrote ${written} bytes, the whole table has ${first}`)
    await files.purge(version - 5)
  }
  const last = (await names(memory)).filter(name => name.includes('-last'))
  assert.ok(last.length > 0, 'a snapshot has ended')
  assert.ok(!(await names(memory)).includes('2.delta'), 'what it replaces is gone')
})

test('a table is not numbered anew while a snapshot of it is written, and is once it has ended', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, { ...LIMITS, fileBytes: 1e7, partRows: 3000 })
  const table = newTable()
  const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `key ${from + i}`)
  add(table, keys(0, 20_000), 5)
  add(table, keys(20_000, 30_000), Number.NaN)
  for (let version = 1; version <= 36; version++) {
    // The snapshot that is begun with version 30 ends with version 34.
    if (version === 31) assert.equal(table.removeExpired(5), 20_000)
    await files.save(version, table)
    files.compact(table)
    const highest = table.all().reduce((most, row) => Math.max(most, row), 0)
    assert.equal(highest, version < 34 ? 29_999 : 9_999, `version ${version}`)
    if (version >= 30) assert.deepEqual(await loaded(stateFiles(memory, FOLDER, LIMITS), version), held(table))
  }
})

test('a snapshot of a table that collapses meanwhile is given up, and one of what is left is soon done', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, { fileBytes: 1e7, partRows: 10, deltas: 5 })
  const table = newTable()
  let compactions = 0
  const compact = table.compact.bind(table)
  table.compact = () => {
    compactions++
    compact()
  }
  const keys = Array.from({ length: 30_000 }, (_, i) => `key ${i}`)
  let version = 0
  const save = async () => {
    await files.save(++version, table)
    files.compact(table)
  }
  add(table, keys, 1000)
  for (await save(); compactions === version; await save()) add(table, [`more ${version}`], 1000)
  const begun = compactions
  table.removeExpired(1000)
  for (let batch = 0; batch < 20; batch++) {
    add(table, [`late ${batch}`], Number.NaN)
    await save()
    await files.purge(version - 3)
  }
  assert.ok(compactions > begun, 'a table that stays in its snapshot can never be rebuilt')
  assert.equal(table.all()[0], 0)
  assert.ok((await names(memory)).length < 20, `${await names(memory)}`)
  assert.deepEqual(await loaded(stateFiles(memory, FOLDER, LIMITS), version), held(table))
})

test('old files are removed as fast as new ones come', async () => {
  const memory = memoryFiles()
  const files = stateFiles(memory, FOLDER, { fileBytes: 1000, partRows: 10, deltas: 20 })
  const table = newTable()
  const counts: number[] = []
  for (let version = 1; version <= 120; version++) {
    const keys = Array.from({ length: 300 }, (_, i) => `key ${version} ${i}`)
    add(table, keys, version)
    table.removeExpired(version - 2)
    await files.save(version, table)
    files.compact(table)
    if (version % 10 > 0) continue
    await files.purge(version - 20)
    counts.push((await names(memory)).length)
  }
  assert.ok(counts.at(-1)! < 1.2 * counts[4]!, counts.join())
})

test('pieces are written one by one, and each row is encoded once', async () => {
  const memory = memoryFiles()
  const log: string[] = []
  const watched: CheckpointFiles = {
    ...memory,
    write: async (path, data) => {
      log.push('write')
      await memory.write(path, data)
    },
  }
  const table = newTable()
  const save = table.save.bind(table)
  table.save = rows => {
    if (rows.length > 0) log.push(`save ${rows.length}`)
    return save(rows)
  }
  const files = stateFiles(watched, FOLDER, { fileBytes: 5000, partRows: 100, deltas: 100 })
  add(
    table,
    Array.from({ length: 12 }, (_, i) => `${i} ${'x'.repeat(1000)}`),
    Number.NaN,
  )
  await files.save(1, table)
  // Once to weigh them, then piece by piece.
  assert.deepEqual(log, ['save 12', 'save 4', 'write', 'save 4', 'write', 'save 4', 'write'])
  log.length = 0
  add(table, ['a', 'b'], Number.NaN)
  await files.save(2, table)
  assert.deepEqual(log.slice(0, 2), ['save 2', 'write'])
})
