// Whatever happens to a file of a checkpoint, a query goes on rightly or stops with a named error: never wrong in silence.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { SluiceError } from '../../src/util/error.ts'
import { addSales, copyOf, filesIn, rowTexts, salesQuery } from '../support/checkpoint-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BATCHES = 4

/** A checkpoint after four batches, the last one without its commit where `pending`, and what a query gives from there. */
async function prepared(t: TestContext, pending: boolean) {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const memory = memoryStream()
  const first = salesQuery(folder, { memory })
  for (let batch = 0; batch < BATCHES; batch++) {
    addSales(memory, batch * 6, 1)
    await first.query.next()
  }
  await first.query.stop()
  if (pending) rmSync(join(folder, 'commits', String(BATCHES - 1)))
  addSales(memory, 60, 1)

  /** Goes on from a copy of the folder: the rows of all further batches, or the code of the error. */
  async function resume(checkpoint: string): Promise<readonly string[] | string> {
    const sink = memorySink()
    const { query } = salesQuery(checkpoint, { memory, sink })
    try {
      await query.drain()
      return [query.id, ...rowTexts(sink)]
    } catch (thrown) {
      if (!(thrown instanceof SluiceError)) throw thrown
      return thrown.code
    } finally {
      await query.stop()
    }
  }
  return { folder, resume, expected: await resume(copyOf(folder, 'whole')) }
}

for (const pending of [false, true]) {
  const state = pending ? 'a batch to run again' : 'all batches committed'
  test(`a byte changed anywhere, or a file cut anywhere, is never resumed from in silence (${state})`, async t => {
    const { folder, resume, expected } = await prepared(t, pending)
    assert.ok(expected.length > 2, 'rows come out after the restart')
    let refused = 0
    let harmless = 0
    for (const file of filesIn(folder)) {
      const bytes = readFileSync(join(folder, file))
      let copy = copyOf(folder, 'damaged')
      /** @returns whether it was refused; else it went on rightly */
      const isRefused = async (what: string, mutated: Uint8Array) => {
        writeFileSync(join(copy, file), mutated)
        const outcome = await resume(copy)
        if (outcome === 'CHECKPOINT_DAMAGED') {
          refused++
          return true
        }
        assert.deepEqual(outcome, expected, `${file}: ${what}`)
        harmless++
        copy = copyOf(folder, 'damaged')
        return false
      }
      // A file that nothing reads any more does no harm at any place, so a few are enough; state files have a test of their own.
      const isRead = await isRefused('empty', new Uint8Array(0))
      const step = !isRead ? 60 : file.startsWith('state') ? 16 : 1
      for (let i = 0; i < bytes.length; i += step) {
        const changed = Uint8Array.from(bytes)
        changed[i]! ^= 1
        await isRefused(`byte ${i}`, changed)
        if (i % 4 === 0) await isRefused(`cut at ${i}`, bytes.subarray(0, i))
      }
    }
    assert.ok(refused > 500, `${refused} refused, ${harmless} of no harm`)
  })

  test(`a file deleted is either not needed or missed by name (${state})`, async t => {
    const { folder, resume, expected } = await prepared(t, pending)
    for (const file of filesIn(folder)) {
      const copy = copyOf(folder, 'deleted')
      rmSync(join(copy, file))
      const outcome = await resume(copy)
      const isRerun = file === `commits/${BATCHES - 1}`
      if (outcome !== 'CHECKPOINT_DAMAGED' && !isRerun) assert.deepEqual(outcome, expected, file)
      if (file === 'metadata' || (file === `offsets/${BATCHES - 1}` && !pending))
        assert.equal(outcome, 'CHECKPOINT_DAMAGED', file)
    }
  })
}

test('the last commit deleted: the batch runs again under its id, with the same rows and state', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const memory = memoryStream()
  const sink = memorySink()
  const first = salesQuery(folder, { memory, sink })
  for (let batch = 0; batch < 5; batch++) {
    addSales(memory, batch * 3, 1)
    await first.query.next()
  }
  const before = rowTexts(sink)
  assert.ok(before.length > 0)
  await first.query.stop()
  rmSync(join(folder, 'commits', '4'))
  const second = salesQuery(folder, { memory, sink })
  const again = await second.query.next()
  assert.equal(again.id, 4)
  assert.deepEqual(rowTexts(sink), before)
  await second.query.stop()
})

test('each kind of missing file is told by its path', async t => {
  const { folder } = await prepared(t, false)
  const lastState = filesIn(folder).filter(name => name.startsWith(`state/0/${BATCHES}.`))
  assert.ok(lastState.length > 0)
  for (const missing of [['metadata'], ['offsets/3'], lastState]) {
    const copy = copyOf(folder, 'missing')
    for (const file of missing) rmSync(join(copy, file))
    const { query } = salesQuery(copy)
    await assert.rejects(query.next(), (thrown: SluiceError) => {
      assert.equal(thrown.code, 'CHECKPOINT_DAMAGED')
      assert.ok(thrown.message.includes(copy), thrown.message)
      assert.match(thrown.message, /Restore .* from a copy, or delete/)
      return true
    })
    await query.stop()
  }
})
