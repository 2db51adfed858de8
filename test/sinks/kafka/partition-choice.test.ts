import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choosePartitions } from '../../../src/sinks/kafka/partition-choice.ts'

test('a key chooses the partition as the Java client does', () => {
  const choose = choosePartitions('t', 3)
  // org.apache.kafka.common.utils.Utils.toPositive(murmur2(key)) % 3, with murmur2 of Kafka's UtilsTest.testMurmur2
  const murmur2 = { '21': -973_932_308, foobar: -790_332_482, 'a-little-bit-long-string': -985_981_536 }
  for (const [key, hash] of Object.entries(murmur2)) assert.equal(choose({ key }, 0), (hash & 0x7fffffff) % 3, key)
})
