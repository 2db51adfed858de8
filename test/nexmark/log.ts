import { closeSync, openSync, writeSync } from 'node:fs'
import { rawProducer } from '../bench/raw-producer.ts'
import { emptyLanes, makeTopics, PARTITIONS, sendLanes } from '../bench/topics.ts'
import { type EventsOptions, nexmarkEvents } from './generator/events.ts'
import type { EventKind } from './generator/ids.ts'

/** The log of events: a topic, and the same lines in a file for the independent reader. */
export interface EventLog {
  readonly topic: string
  readonly path: string
  readonly events: number
  readonly kinds: Readonly<Record<EventKind, number>>
  /** Of the values alone. */
  readonly bytes: number
}

export interface LogWanted extends EventsOptions {
  readonly brokers: readonly string[]
  readonly topic: string
  readonly path: string
}

const BATCH_RECORDS = 500

/**
 * Writes the events to a topic, in turn to each of its partitions, and to a file. All kinds share a topic, as in Flink's
 * `ddl_kafka.sql`, so that each query reads every event that it is credited with. Their JSON is flat: that is what
 * sluice's scanner follows, and the schema of such a topic names each field once.
 */
export async function writeLog({ brokers, topic, path, ...options }: LogWanted): Promise<EventLog> {
  await makeTopics(brokers, [topic])
  const producer = await rawProducer(brokers[0]!)
  const file = openSync(path, 'w')
  const kinds = { person: 0, auction: 0, bid: 0 }
  let [made, bytes] = [0, 0]
  let lanes = emptyLanes()
  const flush = async () => {
    writeSync(file, linesOf(lanes))
    await sendLanes(producer, [topic], lanes)
    lanes = emptyLanes()
  }
  try {
    for (const event of nexmarkEvents(options)) {
      lanes[made++ % PARTITIONS]!.push(event)
      kinds[event.kind]++
      bytes += event.value.length
      if (made % (BATCH_RECORDS * PARTITIONS) === 0) await flush()
    }
    await flush()
  } finally {
    closeSync(file)
    await producer.close()
  }
  return { topic, path, events: made, kinds, bytes }
}

/** In the order in which they were made. */
function linesOf(lanes: readonly (readonly { readonly value: string }[])[]): string {
  let text = ''
  for (let i = 0; i < lanes[0]!.length; i++) {
    for (const lane of lanes) if (i < lane.length) text += `${lane[i]!.value}\n`
  }
  return text
}
