import assert from 'node:assert/strict'
import { test } from 'node:test'
import { produce } from '../../src/broker/producer.ts'
import { shareOut } from '../../src/cli/commands/bounded-read.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { offsetsOf } from '../../src/sources/offsets.ts'
import { temporaryTopic } from '../broker/temporary-topic.ts'
import { finished, runCommand, startCommand } from './run-command.ts'

const skip = process.env.KAFKA_BROKERS === undefined ? 'needs a broker: set KAFKA_BROKERS' : false
const connection = { brokers: brokersFromEnvironment() }
const timestampMs = Date.parse('2024-01-01T10:00:00.250Z')
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: `record ${i}`, timestampMs: timestampMs + i }))
const objects = (text: string) =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

test('records are printed with topic, partition, offset, timestamp, key and value', { skip }, async t => {
  const topic = await temporaryTopic(t)
  await produce(
    [
      { key: 'k', value: 'v', timestampMs, partition: 1 },
      { value: null, timestampMs, partition: 1 },
    ],
    { connection, topic },
  )
  const { stdout, stderr, exitCode } = await runCommand('read', ['--topic', topic])
  assert.deepEqual([exitCode, stderr], [0, ''])
  assert.deepEqual(stdout.split('\n'), [
    `${topic}[1]@0  2024-01-01 10:00:00.250  key k  v`,
    `${topic}[1]@1  2024-01-01 10:00:00.250  key null  null`,
    '',
  ])
})

test('ten records at most, or as many as asked for, shared over the partitions', { skip }, async t => {
  const topic = await temporaryTopic(t)
  await produce(numbered(100), { connection, topic })
  for (const [args, lines] of [
    [[], 10],
    [['--max', '25'], 25],
    [['--max', 'all'], 100],
    [['--max', '1'], 1],
  ] as const) {
    const { stdout } = await runCommand('read', ['--topic', topic, '--json', ...args])
    assert.equal(objects(stdout).length, lines)
    if (lines >= 3) assert.deepEqual([...new Set(objects(stdout).map(record => record.partition))].sort(), [0, 1, 2])
  }
})

test('a partition and an offset choose where it starts', { skip }, async t => {
  const topic = await temporaryTopic(t)
  await produce(numbered(30), { connection, topic })
  const read = async (...args: string[]) =>
    objects((await runCommand('read', ['--topic', topic, '--json', ...args])).stdout).map(r => [r.partition, r.offset, r.value])
  assert.deepEqual(await read('--partition', '2', '--from', '8'), [
    [2, 8, 'record 26'],
    [2, 9, 'record 29'],
  ])
  assert.deepEqual(await read('--from', JSON.stringify({ [topic]: { 0: 9, 1: -1, 2: -1 } })), [[0, 9, 'record 27']])
  assert.deepEqual(await read('--from', '9'), [
    [0, 9, 'record 27'],
    [1, 9, 'record 28'],
    [2, 9, 'record 29'],
  ])
})

test('--json keeps every byte: text as it is, other bytes as base64 with a flag', { skip }, async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  const bytes = Uint8Array.of(0xff, 0x00, 0xfe)
  await produce([{ key: bytes, value: 'ж "\u001b[2J\n' }, { key: '', value: bytes }, { value: '' }], { connection, topic })
  const [first, second, third] = objects((await runCommand('read', ['--topic', topic, '--json'])).stdout)
  assert.deepEqual([first.key, first.keyBase64, first.value, first.valueBase64], ['/wD+', true, 'ж "\u001b[2J\n', undefined])
  assert.deepEqual([second.key, second.value, second.valueBase64], ['', '/wD+', true])
  assert.deepEqual([third.key, third.value], [null, ''])
})

test('a record cannot reach the terminal', { skip }, async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  await produce([{ key: '\u001b]0;title\u0007', value: 'a\u001b[2Jb\nforged[0]@1' }], { connection, topic })
  const { stdout } = await runCommand('read', ['--topic', topic])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  assert.doesNotMatch(stdout.trimEnd(), /[\u0000-\u001f\u007f-\u009f]/)
  assert.match(stdout, /a\\u001b\[2Jb\\nforged/)
})

test('at the end of the topic it ends, and an empty topic is no failure', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const { stdout, stderr, exitCode, seconds } = await runCommand('read', ['--topic', topic])
  assert.deepEqual([stdout, stderr, exitCode], ['', 'No records there.\n', 0])
  assert.ok(seconds < 10)
})

test('with a timeout it waits for records that come', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const reading = runCommand('read', ['--topic', topic, '--from', 'earliest', '--max', '3', '--timeout', '20s', '--json'])
  await produce(numbered(3), { connection, topic, rate: 2 })
  const { stdout, seconds } = await reading
  assert.equal(objects(stdout).length, 3)
  assert.ok(seconds < 15, `${seconds} s`)
})

test('a reader that goes away ends it without a complaint', { skip }, async t => {
  const topic = await temporaryTopic(t)
  await produce(numbered(50_000), { connection, topic })
  const child = startCommand('read', ['--topic', topic, '--max', 'all'])
  const ending = finished(child)
  child.stdout!.once('data', () => child.stdout!.destroy())
  const { stderr, exitCode } = await ending
  assert.deepEqual([stderr, exitCode], ['', 0])
})

test('an unknown topic and a partition that is not there are named', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const unknown = await runCommand('read', ['--topic', 'never-made'])
  assert.equal(unknown.exitCode, 1)
  assert.match(unknown.stderr, /Cannot find topic "never-made"/)
  const partition = await runCommand('read', ['--topic', topic, '--partition', '3'])
  assert.equal(partition.exitCode, 1)
  assert.match(partition.stderr, /partition 3 .* partitions 0 to 2/)
})

test('wrong use is exit code 2', async () => {
  for (const args of [
    [],
    ['--topic', 't', '--max', '0'],
    ['--topic', 't', '--from', 'here'],
    ['--topic', 't', '--from', '{"t":1}'],
  ]) {
    assert.equal((await runCommand('read', args)).exitCode, 2, args.join(' '))
  }
})

test('a bounded read takes evenly from the partitions, and the rest from those that have more', () => {
  const start = offsetsOf([
    ['t', 0, 10],
    ['t', 1, 0],
    ['t', 2, 0],
  ])
  const latest = offsetsOf([
    ['t', 0, 12],
    ['t', 1, 100],
    ['t', 2, 100],
  ])
  const sizes = (records: number) => shareOut(start, latest, records).map(r => [r.partition, r.startOffset, r.endOffset])
  assert.deepEqual(sizes(10), [
    [0, 10, 12],
    [1, 0, 4],
    [2, 0, 4],
  ])
  assert.deepEqual(sizes(1), [[0, 10, 11]])
  assert.deepEqual(sizes(1000), [
    [0, 10, 12],
    [1, 0, 100],
    [2, 0, 100],
  ])
  assert.deepEqual(shareOut(latest, latest, 5), [])
})
