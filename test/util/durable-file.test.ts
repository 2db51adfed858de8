import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileError, syncFolder, writeFileDurably } from '../../src/util/durable-file.ts'
import { SluiceError } from '../../src/util/error.ts'

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-durable-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the file is whole under its name, an older one is replaced, nothing else is left', async t => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'x')
  await writeFileDurably(path, 'one')
  await writeFileDurably(path, Buffer.from('two'))
  assert.equal(readFileSync(path, 'utf8'), 'two')
  assert.deepEqual(readdirSync(folder), ['x'])
})

test('until the rename the old file stands, and the new one has a hidden name', async t => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'x')
  writeFileSync(path, 'old')
  await writeFileDurably(path, 'new', () => {
    assert.equal(readFileSync(path, 'utf8'), 'old')
    assert.deepEqual(
      readdirSync(folder).map(name => name.startsWith('.')),
      [true, false],
    )
  })
  assert.equal(readFileSync(path, 'utf8'), 'new')
})

test('a failure leaves nothing behind and names the path', async t => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'x', 'y'), { recursive: true })
  await assert.rejects(writeFileDurably(join(folder, 'x'), 'data'), { code: 'SINK_FAILED', message: /Cannot write .*x/ })
  assert.deepEqual(readdirSync(folder), ['x'])
  await assert.rejects(writeFileDurably(join(folder, 'none', 'z'), 'data'), {
    message: /none\/z: the file or its folder is not there/,
  })
  await assert.rejects(syncFolder(join(folder, 'none')), { code: 'SINK_FAILED' })
})

test('each refusal of the system has its code and says how to mend it', () => {
  const errno = (code: string) => Object.assign(new Error(`${code}: raw`), { code })
  const cases = [
    ['ENOSPC', 'NO_SPACE_LEFT', /Free some space/],
    ['EDQUOT', 'NO_SPACE_LEFT', /Free some space/],
    ['EACCES', 'PERMISSION_DENIED', /chmod/],
    ['EPERM', 'PERMISSION_DENIED', /chmod/],
    ['EROFS', 'PERMISSION_DENIED', /read-only/],
    ['EIO', 'SINK_FAILED', /EIO: raw.*Check/],
  ] as const
  for (const [code, expected, remedy] of cases) {
    const error = fileError(errno(code), 'write', '/data/x')
    assert.equal(error.code, expected)
    assert.match(error.message, /^Cannot write \/data\/x: /)
    assert.match(error.message, remedy)
  }
  const own = new SluiceError('USAGE', 'x')
  assert.equal(fileError(own, 'write', 'y'), own)
})
