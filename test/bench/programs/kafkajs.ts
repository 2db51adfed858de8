// What one writes by hand in JavaScript: kafkajs, JSON.parse and a Map.
import { Kafka, logLevel } from 'kafkajs'
import { tellResult } from '../measure.ts'
import { WINDOW_MS } from '../truth.ts'
import { programOptions } from './program-options.ts'

const { version } = require('kafkajs/package.json') as { version: string }

async function main(): Promise<void> {
  const { brokers, topic, records } = programOptions()
  const startMs = performance.now()
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.ERROR })
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}` })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const groups = new Map<string, { start: number; type: string; count: number; total: number }>()
  let left = records
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: { batch: { messages: { value: Buffer | null; timestamp: string }[] } }) => {
      for (const { value, timestamp } of batch.messages) {
        const { type, amount } = JSON.parse(String(value)) as { type: string; amount: number }
        const timeMs = Number(timestamp)
        const start = timeMs - (timeMs % WINDOW_MS)
        const key = `${start} ${type}`
        const group = groups.get(key)
        if (group === undefined) groups.set(key, { start, type, count: 1, total: amount })
        else {
          group.count++
          group.total += amount
        }
      }
      left -= batch.messages.length
      if (left <= 0) resolve()
    }
    consumer.run({ autoCommit: false, eachBatch }).catch(reject)
  })
  const rows = [...groups.values()].map(({ start, type, count, total }) => [start, type, count, total, total / count] as const)
  tellResult({ windows: rows, workSeconds: (performance.now() - startMs) / 1000, version })
  // Disconnecting waits for the fetch on its way, up to five seconds.
  process.exit(0)
}

void main()
