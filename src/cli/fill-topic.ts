import { topicAdmin } from '../broker/topics.ts'
import { produceTransactions } from '../lab/produce-transactions.ts'

/** The topic that the lab and its notebooks read. */
export const LAB_TOPIC = 'real-time-transactions'
const PARTITIONS = 3
const FIRST_TRANSACTIONS = 1000
const LAB_STEP_MS = 500
const SEED = 42

/**
 * Makes the lab's topic when it is missing, and puts 1,000 transactions into it when it is empty.
 *
 * @returns one line for the step's end
 */
export async function fillTopic(brokers: readonly string[]): Promise<string> {
  const topics = topicAdmin({ brokers })
  try {
    await topics.create(LAB_TOPIC, { partitions: PARTITIONS, replicationFactor: 1, ifNotExists: true })
    const { partitions, offsetCount } = await topics.describe(LAB_TOPIC)
    const name = `${LAB_TOPIC}, ${partitions.length} partitions`
    if (offsetCount > 0n) return `${name}, ${offsetCount} records`
    const { sent } = await produceTransactions({
      brokers,
      topic: LAB_TOPIC,
      count: FIRST_TRANSACTIONS,
      // As if the lab's producer, one message each half second, had just ended: the windows have something to show.
      start: new Date(Date.now() - FIRST_TRANSACTIONS * LAB_STEP_MS),
      stepMs: LAB_STEP_MS,
      seed: SEED,
    })
    return `${name}, ${sent} transactions sent`
  } finally {
    await topics.close()
  }
}
