import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measure, type Program, resultLine } from './measure.ts'

const node = (source: string): Program => ({ command: process.execPath, args: ['-e', source], result: resultLine })

test('a run is measured until its answer, not until its end', async () => {
  const run = await measure(node(`console.log('RESULT {"records":3}'); setTimeout(() => {}, 1500)`))
  assert.equal(run.reported.records, 3)
  assert.ok(run.wallSeconds < 1.4, `${run.wallSeconds}`)
})

test('what a program checks after its work is not measured', async () => {
  const check = `setTimeout(() => console.log('RESULT {"records":4}'), 1500)`
  const run = await measure(node(`console.log('MEASURED'); ${check}`))
  assert.equal(run.reported.records, 4)
  assert.ok(run.wallSeconds < 1.4, `${run.wallSeconds}`)
})

test('CPU time and memory are those of the program', { skip: process.platform !== 'linux' && 'no /proc' }, async () => {
  const busy = `const b = Buffer.alloc(200e6, 1); const end = performance.now() + 700; while (performance.now() < end) b[1]++`
  const run = await measure(node(`${busy}; console.log('RESULT {}')`))
  assert.ok(run.peakRssMb! > 200 && run.peakRssMb! < 600, `${run.peakRssMb}`)
  assert.ok(run.cpuSeconds! > 0.2 && run.cpuSeconds! <= run.wallSeconds * 2 + 0.1, `${run.cpuSeconds}`)
})

test('a program that fails, or tells nothing, is an error with what it printed', async () => {
  await assert.rejects(measure(node(`console.log('RESULT {}'); process.exit(3)`)), /code 3/)
  await assert.rejects(measure(node(`console.error('no such topic')`)), /no result.*no such topic/s)
  await assert.rejects(measure({ command: 'sluice-no-such-program', args: [], result: resultLine }), /ENOENT/)
})

test('a program that takes too long is ended', async () => {
  await assert.rejects(measure(node('setInterval(() => {}, 1000)'), 300), /longer than 0.3 s/)
})
