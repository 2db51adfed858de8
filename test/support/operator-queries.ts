// Queries with several sources and several operators with state, to the end, in small batches: run by
// crash-operators.test.ts, which kills it.
import { join } from 'node:path'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { interval } from '../../src/expressions/functions/interval.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { integer, struct } from '../../src/schema/data-type.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'

const Event = struct({ id: integer(), n: integer() })

export function operatorQueries(orders: string, payments: string, folder: string) {
  const events = (topic: string) =>
    readStream(embeddedEngine())
      .kafka({ subscribe: topic, startingOffsets: 'earliest' })
      .select(r => ({ data: fromJson(r.value.cast('string'), Event), time: r.timestamp }))
      .select(t => ({ ...t.data, time: t.time }))
      .withWatermark('time', '10 seconds')
  const paid = events(payments).select(p => ({ order: p.id, amount: p.n, paidAt: p.time }))
  const place = (name: string) => ({
    sink: parquetSink({ path: join(folder, name) }),
    checkpointLocation: join(folder, 'checkpoints', name),
  })
  return {
    // Orders with their payments within a minute, or without.
    matched: events(orders)
      .join(
        paid,
        (o, p) =>
          o.id
            .eq(p.order)
            .and(p.paidAt.geq(o.time))
            .and(p.paidAt.leq(o.time.plus(interval('1 minute')))),
        'left',
      )
      .writeStream(place('matched')),
    // Each event once, counted per minute, and the minutes per ten.
    counted: events(orders)
      .union(events(payments))
      .dropDuplicates('id', 'n', 'time')
      .groupBy(t => ({ window: window(t.time, '1 minute') }))
      .agg(t => ({ events: count(), n: sum(t.n) }))
      .groupBy(t => ({ window: window(t.window, '10 minutes') }))
      .agg(t => ({ minutes: count(), events: sum(t.events), n: sum(t.n) }))
      .writeStream(place('counted')),
  }
}

/** Takes the queries in turn, a batch each, until none has anything left. */
export async function runOperators(orders: string, payments: string, folder: string): Promise<void> {
  const { matched, counted } = operatorQueries(orders, payments, folder)
  const queries = [matched, counted]
  let before: string
  do {
    before = String(queries.map(query => query.lastProgress?.batchId))
    for (const query of queries) await query.next({ maxRecords: 400 })
  } while (String(queries.map(query => query.lastProgress?.batchId)) !== before)
  for (const query of queries) await query.stop()
}

if (require.main === module) void runOperators(process.argv[2]!, process.argv[3]!, process.argv[4]!)
