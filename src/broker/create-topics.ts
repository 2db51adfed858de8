import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ITopicConfig } from 'kafkajs'
import type { KafkaConnectionOptions } from '../sources/kafka/client.ts'
import { type KafkaCluster, kafkaCluster, LATEST_TIMESTAMP } from '../sources/kafka/cluster.ts'
import { ERROR_CODE, protocolError } from '../sources/kafka/kafkajs-internals.ts'

const LOOK_AGAIN_MS = 20

/**
 * Creates topics and waits until the leader of every partition answers. kafkajs can wait too, but on a busy machine it gives
 * up where the broker that it asks has not heard of the topic yet; and an admin that has asked for the offsets of a topic
 * looks it up with every deletion of another one, and fails when it is deleted as well.
 *
 * @param timeoutMs for the broker to create them, and for the leaders to come
 * @returns false where one of them was there already
 */
export async function createTopics(
  admin: Admin,
  connection: KafkaConnectionOptions,
  topics: ITopicConfig[],
  timeoutMs: number,
): Promise<boolean> {
  const startedMs = performance.now()
  const isMade = await admin.createTopics({ topics, waitForLeaders: false, timeout: timeoutMs })
  if (!isMade || topics.length === 0) return isMade
  const cluster = kafkaCluster(connection)
  try {
    for (;;) {
      try {
        await askLeaders(
          cluster,
          topics.map(({ topic }) => topic),
        )
        return true
      } catch (thrown) {
        if (performance.now() - startedMs > timeoutMs) throw thrown
      }
      await sleep(LOOK_AGAIN_MS)
    }
  } finally {
    await cluster.close()
  }
}

/** @throws where a topic is not known yet, or a leader does not answer */
async function askLeaders(cluster: KafkaCluster, topics: readonly string[]): Promise<void> {
  const known = await cluster.metadata(topics)
  const unready = known.find(({ errorCode, partitions }) => errorCode !== 0 || partitions.length === 0)
  if (unready !== undefined) throw protocolError(unready.errorCode || ERROR_CODE.leaderNotAvailable)
  const queries = known.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition }) => ({ topic, partition, timestamp: LATEST_TIMESTAMP })),
  )
  await cluster.listOffsets(queries, 'read_uncommitted')
}
