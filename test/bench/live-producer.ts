import { setTimeout as wait } from 'node:timers/promises'
import { transactionJson } from '../../src/lab/transaction-json.ts'
import { transactions } from '../../src/lab/transactions.ts'
import { rawProducer } from './raw-producer.ts'
import { emptyLanes, makeTopics, PARTITIONS, sendLanes } from './topics.ts'

const TICK_MS = 20
/** A batch of a third of these stays below the 1 MiB that a broker takes. */
const MOST_AT_ONCE = 15_000

export interface LiveProduction {
  readonly brokers: readonly string[]
  readonly topic: string
  readonly seed: number
  readonly recordsPerSecond: number
  readonly seconds: number
}

/**
 * Sends transactions that happen now, at a steady rate. What a tick is late the next one makes up for.
 *
 * @returns how many
 */
export async function produceLive({ brokers, topic, seed, recordsPerSecond, seconds }: LiveProduction): Promise<number> {
  await makeTopics(brokers, [topic])
  const producer = await rawProducer(brokers[0]!)
  // Made once: the rate is to be kept by a machine that has other work.
  const values = [...transactions({ count: 30_000, seed, startMs: 0 })].map(({ transaction }) => transactionJson(transaction))
  const total = recordsPerSecond * seconds
  const startMs = performance.now()
  let sent = 0
  while (sent < total) {
    const elapsedMs = performance.now() - startMs
    const due = Math.min(total, Math.floor((elapsedMs * recordsPerSecond) / 1000))
    const end = Math.min(due, sent + MOST_AT_ONCE)
    const lanes = emptyLanes()
    const timestampMs = Date.now()
    for (; sent < end; sent++) lanes[sent % PARTITIONS]!.push({ timestampMs, value: values[sent % values.length]! })
    await sendLanes(producer, [topic], lanes)
    if (sent === due) await wait(TICK_MS)
  }
  await producer.close()
  return sent
}
