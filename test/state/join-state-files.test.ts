// Both sides of a join on disk, at random: compaction, crashes between the two, restarts, old versions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { vectorOf } from '../../src/schema/column-builder.ts'
import { integer, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { ChangedRows } from '../../src/state/changed-rows.ts'
import { memoryFiles } from '../../src/state/checkpoint-files.ts'
import { type JoinState, joinState } from '../../src/state/join-state.ts'
import { stateFiles } from '../../src/state/state-files.ts'
import { seeded } from '../support/seeded.ts'

const SIDES = ['left', 'right'] as const
const schema = struct({ k: string(), v: integer(), t: timestamp() })
const shape = (name: 'left' | 'right') => ({
  name,
  schema,
  keys: [{ type: string(), column: 'k' }],
  expiry: { column: 't' },
})
const newState = () => joinState([string()], shape('left'), shape('right'))

/** What both sides hold; the numbers of the rows may differ. */
function held(state: JoinState): readonly (readonly string[])[] {
  return SIDES.map(name => {
    const { columns, numRows } = state[name].save(state[name].all())
    const textOf = (row: number) => columns.map(column => String(storedAt(column, row))).join(' ')
    return Array.from({ length: numRows }, (_, row) => textOf(row)).sort()
  })
}

/** The rows that a probe with some keys meets. */
function met(state: JoinState): readonly string[] {
  const keys = ['k1', 'k2', null, 'k9']
  const codes = state.encode([vectorOf(string(), keys)], keys.length)
  const found: string[] = []
  for (const name of SIDES)
    for (const { fresh, held: rows } of state[name].pairs(codes, 7)) {
      const values = state[name].take(1, rows)
      for (const [i, each] of fresh.entries()) found.push(`${name} ${keys[each]} ${storedAt(values, i)}`)
    }
  return found.sort()
}

test('both sides of a join are read back as they were at every version, whatever was rebuilt or cut off', async t => {
  // Tables this small are never rebuilt else.
  t.mock.method(ChangedRows.prototype, 'isSparse', function (this: ChangedRows) {
    const dead = this.length - this.size
    return dead >= 5 && dead >= this.size
  })
  for (let seed = 1; seed <= 6; seed++) {
    const { next, int } = seeded(seed)
    const memory = memoryFiles()
    const open = () => SIDES.map(name => stateFiles(memory, `state/${name}`, { fileBytes: 600, partRows: 5, deltas: 6 }))
    const restored = async (version: number) => {
      const [files, state] = [open(), newState()]
      for (const [i, each] of files.entries()) await each.load(version, state.tables[i]!)
      return { files, state }
    }
    let { files, state } = { files: open(), state: newState() }
    const expected = [held(state)]
    let value = 0
    for (let version = 1; version <= 100; version++) {
      for (const name of SIDES) {
        const side = state[name]
        const rows = Array.from({ length: int(0, 8) }, () => [
          next() < 0.1 ? null : `k${int(0, 9)}`,
          value++,
          version + int(1, 15),
        ])
        const numRows = rows.length
        const columns = [
          vectorOf(
            string(),
            rows.map(([key]) => key as string | null),
          ),
          vectorOf(
            integer(),
            rows.map(([, v]) => v as number),
          ),
          vectorOf(
            timestamp(),
            rows.map(([, , ms]) => (ms as number) * 1000),
          ),
        ]
        const batch: ColumnBatch = { schema, numRows, columns }
        const matched = Uint8Array.from(rows, () => int(0, 1))
        side.add(batch, [columns[0]!], state.encode([columns[0]!], numRows), matched)
        side.remove(side.expired(version))
        for (const row of side.all()) if (next() < 0.05) side.markMatched(row)
        const all = side.all()
        if (next() < 0.2 && all.length > 0) side.remove(Int32Array.of(all[int(0, all.length - 1)]!))
      }
      await files[0]!.save(version, state.tables[0]!)
      if (next() < 0.06) {
        // A crash before the right side is written: the batch is run again.
        version--
        ;({ files, state } = await restored(version))
        assert.deepEqual(held(state), expected[version], `seed ${seed}, undone to ${version}`)
        continue
      }
      await files[1]!.save(version, state.tables[1]!)
      for (const [i, each] of files.entries()) each.compact(state.tables[i]!)
      expected[version] = held(state)
      if (version % 10 === 0) for (const each of files) await each.purge(version - 20)
      if (next() < 0.1) {
        const before = met(state)
        ;({ files, state } = await restored(version))
        assert.deepEqual(met(state), before)
      }
      const oldest = Math.max(1, Math.floor(version / 10) * 10 - 20)
      if (version % 15 === 0)
        for (let back = oldest; back <= version; back++)
          assert.deepEqual(
            held((await restored(back)).state),
            expected[back],
            `seed ${seed}, version ${version}, back to ${back}`,
          )
    }
  }
})
