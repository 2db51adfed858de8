import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { type TestContext, test } from 'node:test'
import { brokersFromEnvironment, kafkaClient, kafkaError } from '../../../src/sources/kafka/client.ts'
import { kafkaSource } from '../../../src/sources/kafka/kafka-source.ts'
import type { SluiceError } from '../../../src/util/error.ts'

async function listening(t: TestContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What listing topics ends in, through kafkajs's admin and through a source. */
async function failuresAt(broker: string, options: Partial<Parameters<typeof kafkaClient>[0]> = {}): Promise<SluiceError[]> {
  const connection = { brokers: [broker], ...options }
  const admin = kafkaClient(connection).admin()
  const source = kafkaSource({ subscribe: 't' }, connection)
  try {
    const attempts = await Promise.allSettled([admin.connect(), source.initialOffsets()])
    return attempts.map(attempt =>
      kafkaError(attempt.status === 'rejected' ? attempt.reason : 'no failure', 'list the topics', [broker]),
    )
  } finally {
    await Promise.all([admin.disconnect().catch(() => undefined), source.close()])
  }
}

test('a broker that is not there is reported within seconds, with what to do', async () => {
  const startedMs = performance.now()
  for (const error of await failuresAt('127.0.0.1:1')) {
    assert.equal(error.code, 'KAFKA_UNREACHABLE')
    assert.match(
      error.message,
      /^Cannot reach Kafka at 127\.0\.0\.1:1 \(connection refused\) .*`npx sluice broker start`.*KAFKA_BROKERS/,
    )
  }
  assert.ok(performance.now() - startedMs < 5_000)
})

test('a port that speaks HTTP is said to be no Kafka', async t => {
  const broker = await listening(
    t,
    createHttpServer((_, response) => response.end('hello')),
  )
  for (const error of await failuresAt(broker)) {
    assert.equal(error.code, 'KAFKA_NOT_KAFKA')
    assert.match(error.message, /answers, but not as Kafka/)
  }
})

test('a port that never answers is said to be no Kafka', async t => {
  const broker = await listening(
    t,
    createServer(socket => t.after(() => socket.destroy())),
  )
  for (const error of await failuresAt(broker)) assert.equal(error.code, 'KAFKA_NOT_KAFKA')
})

test('refused credentials are reported without the secret', async () => {
  const [broker = ''] = brokersFromEnvironment()
  for (const error of await failuresAt(broker, { sasl: { mechanism: 'plain', username: 'user', password: 'hunter2' } })) {
    assert.equal(error.code, 'PERMISSION_DENIED')
    assert.match(error.message, /refuses the credentials/)
    const { inspect } = await import('node:util')
    assert.ok(!inspect(error, { depth: 9 }).includes('hunter2'))
  }
})

test('brokers must be host:port', () => {
  for (const brokers of [[], ['localhost'], ['http://h:1'], ['h:port']]) {
    assert.throws(() => kafkaClient({ brokers }), { code: 'INVALID_OPTION' })
  }
})

test('KAFKA_BROKERS is a comma list', t => {
  const before = process.env.KAFKA_BROKERS
  t.after(() => {
    if (before === undefined) delete process.env.KAFKA_BROKERS
    else process.env.KAFKA_BROKERS = before
  })
  process.env.KAFKA_BROKERS = ' a:1, b:2 ,'
  assert.deepEqual(brokersFromEnvironment(), ['a:1', 'b:2'])
  delete process.env.KAFKA_BROKERS
  assert.deepEqual(brokersFromEnvironment(), ['127.0.0.1:9092'])
})

test('the answer of a broker becomes a sentence that names what was asked', async t => {
  const brokers = brokersFromEnvironment()
  const admin = kafkaClient({ brokers }).admin()
  await admin.connect()
  t.after(() => admin.disconnect())
  const thrown = await admin.fetchTopicOffsets('no-such-topic-anywhere').catch(kept => kept)
  const error = kafkaError(thrown, 'list offsets of "no-such-topic-anywhere"', brokers)
  assert.equal(error.code, 'KAFKA_UNKNOWN_TOPIC')
  assert.match(error.message, /^Cannot list offsets of "no-such-topic-anywhere": Kafka at .* has no such topic/)
})
