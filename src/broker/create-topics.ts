import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ITopicConfig } from 'kafkajs'

const LOOK_AGAIN_MS = 20

/**
 * Creates topics and waits until every partition has a leader. kafkajs can wait too, but on a busy machine it gives up where
 * the broker that it asks has not heard of the topic yet.
 *
 * @param timeoutMs for the broker to create them, and for the leaders to come
 * @returns false where one of them was there already
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[], timeoutMs: number): Promise<boolean> {
  const startedMs = performance.now()
  const isMade = await admin.createTopics({ topics, waitForLeaders: false, timeout: timeoutMs })
  for (const { topic } of isMade ? topics : []) {
    for (;;) {
      try {
        if (await isLed(admin, topic)) break
      } catch (thrown) {
        if (performance.now() - startedMs > timeoutMs) throw thrown
      }
      if (performance.now() - startedMs > timeoutMs) throw new Error(`The partitions of topic "${topic}" have no leaders yet.`)
      await sleep(LOOK_AGAIN_MS)
    }
  }
  return isMade
}

// Asking for offsets would be surer, but kafkajs then looks the topic up with every deletion of another one, and fails when
// this one is deleted as well.
async function isLed(admin: Admin, topic: string): Promise<boolean> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const partitions = topics[0]?.partitions ?? []
  return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
}
