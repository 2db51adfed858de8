import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ITopicConfig } from 'kafkajs'

const LOOK_AGAIN_MS = 20

/**
 * Creates topics and waits until the leader of every partition answers. kafkajs can wait too, but on a busy machine it
 * gives up where the broker that it asks has not heard of the topic yet.
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
        await admin.fetchTopicOffsets(topic)
        break
      } catch (thrown) {
        if (performance.now() - startedMs > timeoutMs) throw thrown
      }
      await sleep(LOOK_AGAIN_MS)
    }
  }
  return isMade
}
