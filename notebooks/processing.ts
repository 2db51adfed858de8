// The processing of the lab: two continuous queries over the transactions that producer.ts sends.
//
//   1. How much was moved in each five minutes, by type of transaction?  -> the console, in update mode
//   2. Which transactions look suspicious?                                 -> Parquet files, in append mode
//
// Run it with `npm run processing` while the producer runs in another terminal. Ctrl-C ends it between two batches.

import { avg, consoleSink, count, double, fromJson, openWorkbook, parquetSink, string, struct, sum, when, window } from 'sluice'

// What a message looks like. The columns below get their types from here: a misspelt name, or a comparison of an
// amount with a text, does not compile.
const Transaction = struct({
  transaction_id: string(),
  user_id: string(),
  amount: double(),
  type: string(),
  timestamp: string(),
  location: string(),
})

async function main(): Promise<void> {
  const lab = await openWorkbook()

  // Kafka knows bytes only: `value` is the JSON text that the producer sent. `earliest` starts with what already
  // lies in the topic; after a restart a query goes on where its checkpoint says.
  // A message that is no valid JSON becomes a row of nulls and does not stop the stream.
  const transactions = lab.readStream
    .kafka({ subscribe: 'real-time-transactions', startingOffsets: 'earliest' })
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), processing_time: r.timestamp }))
    .select(t => ({ ...t.data, processing_time: t.processing_time }))

  // Query 1. The window groups by time. The watermark says how late a message may be: a window is closed, and its
  // sums forgotten, once a message one minute beyond its end has been seen. Without it the state would grow for ever.
  const byType = transactions
    .withWatermark('processing_time', '1 minute')
    .groupBy(t => ({ window: window(t.processing_time, '5 minutes'), type: t.type }))
    .agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))

  // Update mode prints the windows that changed in this batch. (Append would print a window only when it is closed,
  // complete would print all of them each time.)
  const aggregation = byType.writeStream({ outputMode: 'update', sink: consoleSink({ truncate: false }) })

  // Query 2. A withdrawal of more than 500, online. Each row is judged alone, so there is no state and no watermark.
  const suspicious = transactions
    .filter(t => t.amount.gt(500).and(t.type.eq('withdrawal')).and(t.location.eq('online')))
    .withColumn('amount_category', t => when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large'))

  // A row in a file is there for good, hence append mode. The checkpoint remembers which offsets have been written:
  // after a crash each row is in the files exactly once. Delete it together with the output to start from scratch.
  const output = suspicious.writeStream({
    outputMode: 'append',
    sink: parquetSink({ path: 'output/suspicious_transactions' }),
    checkpointLocation: 'checkpoints/suspicious_transactions',
  })

  // Both queries take what has arrived, every five seconds, in this one process.
  const running = [aggregation, output].map(query => query.start({ processingTime: '5 seconds' }))
  console.log('Processing. Ctrl-C ends it after the batch at work.')

  // stop() lets the batch at work finish, so nothing is half written.
  let stopping = false
  process.once('SIGINT', () => {
    stopping = true
    console.log('\nEnding after this batch …')
    void Promise.all([aggregation.stop(), output.stop()])
  })

  // A query that fails ends its promise with the reason; the other one is stopped too, and the script ends.
  try {
    await Promise.all(running.map(query => query.awaitTermination()))
  } finally {
    await Promise.all([aggregation.stop(), output.stop()])
  }
  if (stopping) console.log('Ended. Run it again, and the suspicious transactions go on where they stopped.')
}

main().catch(error => {
  console.error(error.message)
  process.exitCode = 1
})
