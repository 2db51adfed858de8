import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { lockCheckpoint } from '../../src/state/checkpoint-lock.ts'
import { addSales, salesQuery } from '../support/checkpoint-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const holder = join(__dirname, '..', 'support', 'hold-checkpoint.js')

/** A process that takes the lock and says so, or why not. */
async function startHolder(t: TestContext, folder: string) {
  const child = spawn(process.execPath, [holder, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const said = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data).trim())))
  const ended = new Promise(resolve => child.once('exit', resolve))
  return {
    child,
    said,
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      await ended
    },
  }
}

test('a second process is refused in less than a second, with the number of the first', async t => {
  const folder = temporaryFolder(t)
  const first = await startHolder(t, folder)
  assert.equal(first.said, 'locked')
  const startMs = performance.now()
  await assert.rejects(lockCheckpoint(folder), {
    code: 'CHECKPOINT_IN_USE',
    message: new RegExp(`process ${first.child.pid}`),
  })
  assert.ok(performance.now() - startMs < 1000)
  await first.end('SIGKILL')
})

test('the lock of a process that was killed is taken over', async t => {
  const folder = temporaryFolder(t)
  const first = await startHolder(t, folder)
  await first.end('SIGKILL')
  assert.ok(existsSync(join(folder, '.lock')))
  const unlock = await lockCheckpoint(folder)
  assert.equal((JSON.parse(readFileSync(join(folder, '.lock'), 'utf8')) as { pid: number }).pid, process.pid)
  await unlock()
  assert.equal(existsSync(join(folder, '.lock')), false)
})

test('of several that start at once on a stale lock, one gets it', async t => {
  const folder = temporaryFolder(t)
  await (await startHolder(t, folder)).end('SIGKILL')
  const starts = await Promise.all(Array.from({ length: 4 }, () => startHolder(t, folder)))
  assert.equal(starts.filter(({ said }) => said === 'locked').length, 1, starts.map(({ said }) => said).join())
  await Promise.all(starts.map(start => start.end('SIGKILL')))
})

test('of two takers in one process one gets it, however close they come', async t => {
  const folder = temporaryFolder(t)
  const outcomes = await Promise.allSettled([lockCheckpoint(folder), lockCheckpoint(folder), lockCheckpoint(folder)])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected'])
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value()
  await (await lockCheckpoint(folder))()
})

test('a symbolic link to a checkpoint is that checkpoint', async t => {
  const [folder, elsewhere] = [temporaryFolder(t), temporaryFolder(t)]
  const linked = join(elsewhere, 'link')
  symlinkSync(folder, linked)
  const unlock = await lockCheckpoint(folder)
  await assert.rejects(lockCheckpoint(linked), { code: 'CHECKPOINT_IN_USE' })
  await unlock()
  const unlockLinked = await lockCheckpoint(linked)
  await assert.rejects(lockCheckpoint(folder), { code: 'CHECKPOINT_IN_USE' })
  await unlockLinked()
})

test('a lock of this very process is alive; one of an earlier process with its number is not', async t => {
  const folder = temporaryFolder(t)
  const path = join(folder, '.lock')
  const unlock = await lockCheckpoint(folder)
  const own = readFileSync(path, 'utf8')
  await unlock()
  writeFileSync(path, own)
  await assert.rejects(lockCheckpoint(folder), { code: 'CHECKPOINT_IN_USE', message: new RegExp(`process ${process.pid} `) })
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(own) as object), started: 'earlier' }))
  await (await lockCheckpoint(folder))()
})

test('made again in the same process, an idle query gives way and says so when it is used', async t => {
  const checkpointLocation = temporaryFolder(t)
  const { stream, add } = memoryStream()
  const make = () =>
    stream
      .groupBy()
      .agg(() => ({ n: count() }))
      .writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation })
  const first = make()
  add(1, {})
  assert.equal((await first.next()).id, 0)
  const second = make()
  add(1, {})
  const batch = await second.next()
  assert.deepEqual([batch.id, batch.rows()], [1, [{ n: 2 }]])
  await assert.rejects(first.next(), { code: 'QUERY_STOPPED', message: /newer query/ })
  await second.stop()
})

test('a running query keeps its checkpoint', async t => {
  const checkpointLocation = temporaryFolder(t)
  const { stream, add } = memoryStream()
  add(1, {})
  const make = () => stream.writeStream({ sink: memorySink(), checkpointLocation })
  const first = make().start()
  assert.throws(make, { code: 'CHECKPOINT_IN_USE', message: /stop\(\)/ })
  await first.stop()
  const second = make()
  assert.equal((await second.next()).ledger.total.offsets, 1)
  await second.stop()
})

test('two engines of one process do not share a checkpoint: the idle query gives way, as within one', async t => {
  const folder = temporaryFolder(t)
  const first = salesQuery(folder)
  addSales(first.memory, 0, 1)
  await first.query.next()
  const second = salesQuery(folder)
  await second.query.next()
  await assert.rejects(first.query.next(), { code: 'QUERY_STOPPED', message: /newer query/ })
  await second.query.stop()
})
