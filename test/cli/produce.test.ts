import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { finished, runCommand, startCommand } from './run-command.ts'

const skip = process.env.KAFKA_BROKERS === undefined ? 'needs a broker: set KAFKA_BROKERS' : false
const start = ['--start', '2024-01-01 10:00:00']

test('each message is printed as sent, with its partition and offset, then the summary', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const { stdout, stderr, exitCode } = await runCommand('produce', ['--topic', topic, '--count', '4', ...start])
  const lines = stdout.trimEnd().split('\n')
  assert.deepEqual([exitCode, stderr, lines.length], [0, '', 5])
  assert.match(lines[0]!, /^partition 0 offset 0 {2}\{"transaction_id": "txn_0000", "user_id": "user_\d+", "amount": [\d.]+, /)
  assert.match(lines[3]!, /^partition 0 offset 1 {2}\{"transaction_id": "txn_0003", .*"timestamp": "2024-01-01 10:00:03"/)
  assert.match(lines[4]!, /^4 sent in [\d.]+ s \(partition 0: 2, partition 1: 1, partition 2: 1\)$/)
})

test('late and broken messages are marked', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const args = ['--topic', topic, '--count', '60', '--late', '0.5:8s', '--bad', '0.3', ...start]
  const { stdout, exitCode } = await runCommand('produce', args)
  assert.equal(exitCode, 0)
  assert.match(stdout, /\} {2}LATE \([1-8] s\)$/m)
  assert.match(stdout, / {2}BAD \(truncated JSON\)$/m)
  assert.match(stdout, /^partition \d offset \d+( {2}LATE \(\d s\))? {2}BAD \(empty value\)$/m)
})

test('--json prints each message and the summary as one object a line', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const { stdout } = await runCommand('produce', ['--topic', topic, '--count', '2', '--key', 'user_id', '--json', ...start])
  const [first, second, last] = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  assert.deepEqual([first.topic, first.timestampMs, first.key], [topic, 1_704_103_200_000, JSON.parse(first.value).user_id])
  assert.equal(second.timestampMs, 1_704_103_201_000)
  assert.equal(last.summary.sent, 2)
})

test('--quiet prints the summary only', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const { stdout } = await runCommand('produce', ['--topic', topic, '--count', '500', '--quiet', ...start])
  assert.match(stdout, /^500 sent in [^\n]*\n$/)
})

test('Ctrl-C ends it with a summary of what was sent, and exit code 130', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const child = startCommand('produce', ['--topic', topic, '--count', '1000', '--rate', '20'])
  const ending = finished(child)
  await new Promise(resolve => child.stdout!.once('data', resolve))
  await delay(300)
  child.kill('SIGINT')
  const { stdout, stderr, exitCode } = await ending
  const lines = stdout.trimEnd().split('\n')
  assert.deepEqual([exitCode, stderr], [130, ''])
  assert.match(lines.at(-1)!, new RegExp(`^Stopped: ${lines.length - 1} sent in `))
  assert.ok(lines.length > 2 && lines.length < 50, `${lines.length} lines`)
})

test('an unreachable broker ends it within ten seconds, with exit code 1 and what to do', async () => {
  const { stderr, exitCode, seconds } = await runCommand('produce', ['--brokers', '127.0.0.1:1'])
  assert.equal(exitCode, 1)
  assert.match(stderr, /127\.0\.0\.1:1.*sluice broker start/)
  assert.ok(seconds < 10, `${seconds} s`)
})

test('wrong use is exit code 2', async () => {
  const wrong = [
    ['--count', '0'],
    ['--rate', '-1'],
    ['--late', '2'],
    ['--late', '0.1:soon'],
    ['--late', '0.1:0s'],
    ['--bad', 'x'],
    ['--start', 'noon'],
    ['--step', '-1s'],
    ['--key', 'colour'],
    ['--brokers', 'http://here'],
    ['--seed', '1.5'],
  ]
  const runs = await Promise.all(wrong.slice(0, 6).map(args => runCommand('produce', args)))
  runs.push(...(await Promise.all(wrong.slice(6).map(args => runCommand('produce', args)))))
  for (const [i, { exitCode, stderr }] of runs.entries()) {
    assert.equal(exitCode, 2, wrong[i]!.join(' '))
    assert.match(stderr, /error: option '--\w+ .*' argument '.*' is invalid\./, wrong[i]!.join(' '))
  }
})
