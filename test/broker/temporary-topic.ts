import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createTopics } from '../../src/broker/create-topics.ts'
import { brokersFromEnvironment, kafkaClient } from '../../src/sources/kafka/client.ts'

/** A topic of its own for a test, deleted after it. */
export async function temporaryTopic(
  test: TestContext,
  { partitions = 3, config = {} }: { partitions?: number; config?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const topic = `producer-test-${randomUUID()}`
  const admin = kafkaClient({ brokers: brokersFromEnvironment() }).admin()
  await admin.connect()
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  await createTopics(admin, { brokers: brokersFromEnvironment() }, [{ topic, numPartitions: partitions, configEntries }], 30_000)
  test.after(async () => {
    await admin.deleteTopics({ topics: [topic] })
    await admin.disconnect()
  })
  return topic
}
