import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'
import { batchOf, temporaryFolder } from '../formats/parquet-sample.ts'

const schema = struct({ n: integer(), text: string() })
const context = { queryId: 'q', schema, outputMode: 'append' } as const

/** A disk of 256 KiB, where this user may mount one. */
function tinyDisk(t: TestContext): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'sluice-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]).status === 0
  t.after(() => {
    if (mounted) execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return mounted ? folder : null
}

const noise = (seed: number) =>
  batchOf(schema, {
    n: Array.from({ length: 2000 }, (_, i) => i),
    text: Array.from({ length: 2000 }, (_, i) => `${Math.imul(i + seed, 2654435761)}${Math.imul(i + seed, 40503)}${i}`),
  })

test('a full disk stops the batch with its path, nothing half is visible, and with space again the batch is written', async t => {
  const disk = tinyDisk(t)
  if (disk === null) return t.skip('no tmpfs can be mounted here')
  for (const writer of ['hyparquet-writer', 'parquetjs-lite'] as const) {
    const path = join(disk, 'out')
    const sink = parquetSink({ path, rowGroupRows: 500, writer })
    await sink.open(context)
    const put = async (batches: number) => {
      const batch = await sink.beginBatch(0)
      try {
        for (let seed = 0; seed < batches; seed++) await batch.write(noise(seed * 1e6))
        await batch.commit()
      } catch (thrown) {
        await batch.abort()
        throw thrown
      }
    }
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(230 * 1024))
    for (const batches of [1, 4]) {
      await assert.rejects(put(batches), { code: 'NO_SPACE_LEFT', message: /out.*no space is left.*Free some space/s })
      assert.deepEqual(readdirSync(path), [])
    }
    rmSync(join(disk, 'ballast'))
    await put(1)
    assert.equal((await readParquet(path)).batch.numRows, 2000)
    rmSync(path, { recursive: true })
  }
})

test('a folder without write permission is named before the first batch', t => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'locked')
  mkdirSync(path)
  chmodSync(path, 0o555)
  chmodSync(folder, 0o755)
  // Root may write everywhere: the check runs as another user then.
  const program = `
    if (process.getuid() === 0) process.setuid(65534)
    const { parquetSink } = require(${JSON.stringify(join(__dirname, '../../src/sinks/parquet-sink.js'))})
    const schema = { kind: 'struct', fields: { n: { kind: 'integer' } } }
    parquetSink({ path: ${JSON.stringify(path)} }).open({ queryId: 'q', schema, outputMode: 'append' })
      .then(() => console.log('opened'), error => console.log(error.code, error.message))`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  assert.match(stdout, /^PERMISSION_DENIED Cannot write in the folder .*locked.*chmod u\+w/, stderr)
})
