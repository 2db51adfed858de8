import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { cpuTicks, statusKb, treeOf, treeUse } from './process-tree.ts'

test('CPU time is that of the process and of its ended children', () => {
  assert.equal(cpuTicks('7 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 100 20 3 4 11 12'), 127)
})

test('memory is read by its name at the start of a line', () => {
  const status = 'Name:\tVmRSS: 5 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n'
  assert.equal(statusKb(status, 'VmRSS'), 200)
  assert.equal(statusKb(status, 'VmHWM'), 300)
  assert.equal(statusKb(status, 'VmSwap'), 0)
})

test('a tree holds what a child has started, and its memory', { skip: process.platform !== 'linux' && 'no /proc' }, async t => {
  const inner = `const held = Buffer.alloc(150e6, 1); console.log('up'); setInterval(() => held, 1000)`
  const outer = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' })`
  const child = spawn(process.execPath, ['-e', outer], { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  t.after(() => process.kill(-child.pid!, 'SIGKILL'))
  await once(child.stdout, 'data')
  const pids = treeOf(child.pid!)
  assert.equal(pids.length, 2)
  const [tree, alone] = [treeUse(pids)!, treeUse([child.pid!])!]
  assert.ok(tree.rssMb > alone.rssMb + 150 && tree.largestMb > 150, JSON.stringify({ tree, alone }))
  assert.ok(tree.cpuSeconds > 0)
})
