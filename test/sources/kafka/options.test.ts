import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kafkaSource } from '../../../src/sources/kafka/kafka-source.ts'
import { type KafkaSourceOptions, planKafkaSource } from '../../../src/sources/kafka/options.ts'
import { offsetsToJson } from '../../../src/sources/offsets.ts'

const refused = (options: object, message: RegExp | string) =>
  assert.throws(() => planKafkaSource(options as KafkaSourceOptions), { code: 'INVALID_OPTION', message })

test('exactly one of subscribe, subscribePattern and assign, in the words of Spark', () => {
  refused(
    {},
    'One of the following options must be specified for Kafka source: subscribe, subscribePattern, assign. See the docs for more details.',
  )
  refused(
    { subscribe: 't', assign: { t: [0] } },
    'Only one of the following options can be specified for Kafka source: subscribe, subscribePattern, assign. See the docs for more details.',
  )
  refused({ subscribe: ' , ' }, "No topics to subscribe to as specified value for option 'subscribe' is ' , '")
  refused({ subscribePattern: '' }, /^Pattern to subscribe is empty/)
  refused({ subscribePattern: '(' }, /not a regular expression/)
  refused({ assign: '[0]' }, "No topicpartitions to assign as specified value for option 'assign' is '[0]'")
  refused({ assign: '{"t":["0"]}' }, /^Expected e\.g\. \{"topicA":\[0,1\]/)
})

test('subscribe is a comma list, trimmed, without empty entries', () => {
  const { strategy } = planKafkaSource({ subscribe: ' a, b,,a ' })
  assert.deepEqual(strategy, { kind: 'subscribe', topics: ['a', 'b'] })
})

test('the description is what Spark reports', () => {
  const describe = (options: KafkaSourceOptions) => kafkaSource(options).description
  assert.equal(describe({ subscribe: 'a,b' }), 'KafkaV2[Subscribe[a, b]]')
  assert.equal(describe({ subscribePattern: 'a.*' }), 'KafkaV2[SubscribePattern[a.*]]')
  assert.equal(describe({ assign: { t: [1, 0] } }), 'KafkaV2[Assign[t-0, t-1]]')
})

test('startingTimestamp wins over startingOffsetsByTimestamp, which wins over startingOffsets; latest is the default', () => {
  const starting = (options: Omit<KafkaSourceOptions, 'subscribe'>) => planKafkaSource({ subscribe: 't', ...options }).starting
  assert.deepEqual(starting({}), { kind: 'latest' })
  assert.deepEqual(starting({ startingOffsets: 'earliest' }), { kind: 'earliest' })
  const all = { startingOffsets: 'earliest', startingOffsetsByTimestamp: '{"t":{"0":5}}', startingTimestamp: 7 } as const
  assert.deepEqual(starting(all), { kind: 'timestamp', timestampMs: 7 })
  const { startingTimestamp: _, ...rest } = all
  assert.equal(starting(rest).kind, 'timestamps')
})

test('offsets are the same as JSON text and as an object', () => {
  for (const startingOffsets of ['{"t":{"0":23,"1":-2}}', { t: { 0: 23, 1: -2 } }]) {
    const { starting } = planKafkaSource({ subscribe: 't', startingOffsets })
    assert.equal(starting.kind === 'offsets' && offsetsToJson(starting.offsets), '{"t":{"0":23,"1":-2}}')
  }
  refused({ subscribe: 't', startingOffsets: 'newest' }, /^Expected e\.g\. \{"topicA":\{"0":23,"1":-1\}/)
  refused({ subscribe: 't', startingOffsets: { t: { 0: -3 } } }, /Cannot use startingOffsets -3 for t-0/)
  refused({ subscribe: 't', endingOffsets: 'earliest' }, /Ending offset can't be earliest/)
})

test('limits and words are checked, and an unknown option is named', () => {
  for (const maxOffsetsPerTrigger of [0, -1, 1.5, Number.NaN])
    refused({ subscribe: 't', maxOffsetsPerTrigger }, /whole number above 0/)
  refused({ subscribe: 't', isolationLevel: 'serializable' }, /one of read_committed, read_uncommitted/)
  refused({ subscribe: 't', startingOffsetsByTimestampStrategy: 'x' }, /one of error, latest/)
  refused({ subscribe: 't', subscrib: 't' }, /Cannot use option "subscrib"/)
  refused({ subscribe: 't', 'kafka.bootstrap.servers': 'h:1' }, /use "brokers"/)
})
