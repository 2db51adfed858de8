import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'
import { SluiceError } from '../../src/util/error.ts'
import { batchOf, temporaryFolder } from '../formats/parquet-sample.ts'

type Call = (...args: unknown[]) => Promise<unknown>

const schema = struct({ n: integer(), type: string() })
// The modules under test hold this same object, so replacing its functions reaches them.
const disk = createRequire(__filename)('node:fs/promises') as Record<string, Call>
const calls = ['open', 'rename', 'mkdir', 'readdir', 'access'] as const

/** Lets `shouldFail` see every call to the disk by its number and fail it. @returns how many there were */
async function withFailures(code: string, shouldFail: (call: number) => boolean, run: () => Promise<void>): Promise<number> {
  let count = 0
  const guard =
    (call: Call): Call =>
    async (...args) => {
      count++
      if (shouldFail(count)) throw Object.assign(new Error(`${code}: made up`), { code })
      return call(...args)
    }
  const originals = calls.map(name => disk[name]!)
  for (const [i, name] of calls.entries()) disk[name] = guard(originals[i]!)
  disk.open = guard(async (...args) => {
    const handle = (await originals[0]!(...args)) as Record<string, Call>
    for (const name of ['writeFile', 'sync']) handle[name] = guard(handle[name]!.bind(handle))
    // A close that fails has closed all the same.
    const close = handle.close!.bind(handle)
    const failedClose = guard(async () => {})
    handle.close = async () => {
      await close()
      return failedClose()
    }
    return handle
  })
  try {
    await run()
  } finally {
    for (const [i, name] of calls.entries()) disk[name] = originals[i]!
  }
  return count
}

/** A run of three batches that starts after the last one committed. */
async function query(path: string, partitioned: boolean, committed: { last: number }): Promise<void> {
  const sink = parquetSink({ path, partitionBy: partitioned ? ['type'] : [], rowGroupRows: 4 })
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  while (committed.last < 2) {
    const batchId = committed.last + 1
    const batch = await sink.beginBatch(batchId)
    try {
      const n = Array.from({ length: 10 }, (_, i) => batchId * 10 + i)
      await batch.write(batchOf(schema, { n, type: n.map(each => `t${each % 2}`) }))
      await batch.commit()
    } catch (thrown) {
      await batch.abort()
      throw thrown
    }
    committed.last = batchId
  }
}

async function rowsAfter(t: TestContext, code: string, partitioned: boolean, shouldFail: (call: number) => boolean) {
  const path = join(temporaryFolder(t), 'out')
  const committed = { last: -1 }
  const count = await withFailures(code, shouldFail, async () => {
    try {
      await query(path, partitioned, committed)
    } catch (thrown) {
      assert.ok(thrown instanceof SluiceError, String(thrown))
      assert.ok(thrown.message.includes(dirname(path)), thrown.message)
      if (code === 'ENOSPC') assert.equal(thrown.code, 'NO_SPACE_LEFT')
    }
  })
  await query(path, partitioned, committed)
  const rows = rowsOf((await readParquet(path)).batch).map(row => row.n as number)
  return { count, rows: rows.sort((a, b) => a - b) }
}

const all = Array.from({ length: 30 }, (_, n) => n)

for (const partitioned of [false, true]) {
  test(`whichever call to the disk fails, once or for good: a named error, and the next run ends right (${partitioned ? 'partitioned' : 'plain'})`, async t => {
    const { count } = await rowsAfter(t, 'EIO', partitioned, () => false)
    assert.ok(count > 25, `${count} calls`)
    for (let n = 1; n <= count; n++) {
      const code = ['EIO', 'ENOSPC', 'EMFILE'][n % 3]!
      assert.deepEqual((await rowsAfter(t, code, partitioned, call => call === n)).rows, all, `${code} at call ${n}`)
      assert.deepEqual((await rowsAfter(t, code, partitioned, call => call >= n)).rows, all, `${code} from call ${n} on`)
    }
  })
}
