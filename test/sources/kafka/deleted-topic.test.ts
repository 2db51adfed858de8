import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { embeddedEngine } from '../../../src/engines/embedded.ts'
import { readStream } from '../../../src/plan/read-stream.ts'
import { memorySink } from '../../../src/sinks/memory-sink.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testBroker } from './test-broker.ts'

// The reference's case 14.94, SPARK-41375.
test('a topic that is deleted under a pattern leaves no batch without offsets behind, where loss may be', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(2)
  for (const partition of [0, 1]) await broker.produce(topic, partition, ['a', 'b'])
  const checkpointLocation = await temporaryFolder(t)
  const query = readStream(embeddedEngine(), broker.connection)
    .kafka({ subscribePattern: `^${topic}$`, startingOffsets: 'earliest', failOnDataLoss: false })
    .writeStream({ sink: memorySink(), checkpointLocation })
  t.after(() => query.stop())
  assert.equal((await query.next()).progress.numInputRows, 4)
  await broker.admin.deleteTopics({ topics: [topic] })
  assert.equal((await query.next()).progress.numInputRows, 0)
  await query.next()
  const folder = join(checkpointLocation, 'offsets')
  for (const name of await readdir(folder)) {
    const [, , offsets] = (await readFile(join(folder, name), 'utf8')).split('\n')
    assert.deepEqual(JSON.parse(offsets!), { [topic]: { 0: 2, 1: 2 } }, name)
  }
})
