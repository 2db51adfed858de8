// The lab's queries on a real topic, to the end, in batches of 500: run by crash.test.ts, which kills it. What one process
// left undone, the next goes on with.
import { join } from 'node:path'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { avg, count, sum } from '../../src/expressions/functions/aggregates.ts'
import { when } from '../../src/expressions/functions/conditional.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { double, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'

const Transaction = struct({
  transaction_id: string(),
  user_id: string(),
  amount: double(),
  type: string(),
  timestamp: string(),
  location: string(),
})

export function labQueries(topic: string, folder: string) {
  const transactions = readStream(embeddedEngine())
    .kafka({ subscribe: topic, startingOffsets: 'earliest' })
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), time: r.timestamp }))
    .select(t => ({ ...t.data, time: t.time }))
  const byType = transactions
    .withWatermark('time', '1 minute')
    .groupBy(t => ({ window: window(t.time, '5 minutes'), type: t.type }))
    .agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))
  const suspicious = transactions
    .filter(t => t.amount.gt(500).and(t.type.eq('withdrawal')).and(t.location.eq('online')))
    .withColumn('amount_category', t => when(t.amount.lt(750), 'medium').otherwise('large'))
  const memory = memorySink()
  const place = (name: string) => ({
    sink: parquetSink({ path: join(folder, name) }),
    checkpointLocation: join(folder, 'checkpoints', name),
  })
  return {
    memory,
    updates: byType.writeStream({
      outputMode: 'update',
      sink: memory,
      checkpointLocation: join(folder, 'checkpoints', 'updates'),
    }),
    suspicious: suspicious.writeStream(place('suspicious')),
    windows: byType.writeStream(place('windows')),
  }
}

/** Takes the queries in turn, a batch each, until none has anything left. */
export async function runLab(topic: string, folder: string): Promise<void> {
  const { updates, suspicious, windows } = labQueries(topic, folder)
  const queries = [updates, suspicious, windows]
  let before: string
  do {
    before = String(queries.map(query => query.lastProgress?.batchId))
    for (const query of queries) await query.next({ maxRecords: 500 })
  } while (String(queries.map(query => query.lastProgress?.batchId)) !== before)
  for (const query of queries) await query.stop()
}

if (require.main === module) void runLab(process.argv[2]!, process.argv[3]!)
