import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeliverOptions, type DeliveryProblem, deliver } from '../../../src/sinks/kafka/deliver.ts'
import type { SluiceError } from '../../../src/util/error.ts'

const records = [
  { value: 'a', timestampMs: 5 },
  { value: 'b', timestampMs: 6 },
]
const answered = [{ topicName: 't', partition: 0, errorCode: 0, baseOffset: '7', logAppendTime: '-1' }]
const refusal = (type: string, retriable: boolean) => Object.assign(new Error(`refused: ${type}`), { type, retriable })

/** A producer that fails in the given ways, one after the other (the last one again and again where it stays). */
function failing(failures: readonly Error[], options: Partial<DeliverOptions> = {}) {
  const problems: DeliveryProblem[] = []
  let calls = 0
  const deliverOptions: DeliverOptions = {
    producer: {
      send: async () => {
        const failure = failures[calls++]
        if (failure !== undefined) throw failure
        return answered
      },
    },
    topic: 't',
    brokers: ['127.0.0.1:9092'],
    acks: -1,
    compression: 0,
    retryForMs: 30_000,
    onError: (_: SluiceError, problem) => problems.push(problem),
    ...options,
  }
  return { deliverOptions, problems, calls: () => calls }
}

test('a failure that passes is reported, and the same records are sent again', async () => {
  const { deliverOptions, problems } = failing([refusal('NOT_ENOUGH_REPLICAS', true), refusal('LEADER_NOT_AVAILABLE', true)])
  assert.deepEqual(await deliver(0, records, deliverOptions), [
    { partition: 0, offset: 7, timestampMs: 5 },
    { partition: 0, offset: 8, timestampMs: 6 },
  ])
  assert.deepEqual(problems, [
    { partition: 0, records: 2, attempt: 1, willRetry: true },
    { partition: 0, records: 2, attempt: 2, willRetry: true },
  ])
})

test('trying again ends in time', async () => {
  const { deliverOptions, problems } = failing(new Array(50).fill(refusal('NOT_ENOUGH_REPLICAS', true)), { retryForMs: 500 })
  const startMs = performance.now()
  await assert.rejects(deliver(0, records, deliverOptions), { code: 'KAFKA_REQUEST_FAILED', message: /partition 0 of topic "t"/ })
  assert.ok(performance.now() - startMs < 1000)
  assert.ok(problems.length > 1 && problems.slice(0, -1).every(problem => problem.willRetry))
  assert.equal(problems.at(-1)!.willRetry, false)
})

test('a failure that cannot pass is not tried again', async () => {
  const { deliverOptions, problems, calls } = failing([refusal('TOPIC_AUTHORIZATION_FAILED', false)])
  await assert.rejects(deliver(0, records, deliverOptions), { code: 'PERMISSION_DENIED' })
  assert.deepEqual([problems.length, problems[0]!.willRetry, calls()], [1, false, 1])
})

test('after the signal nothing is tried again', async () => {
  const { deliverOptions, calls } = failing(new Array(50).fill(refusal('NOT_ENOUGH_REPLICAS', true)), {
    signal: AbortSignal.abort(),
  })
  await assert.rejects(deliver(0, records, deliverOptions))
  assert.equal(calls(), 1)
})
