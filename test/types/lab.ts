// Must compile, in both compilers: the whole of a notebook of the lab.
import {
  avg,
  chart,
  consoleSink,
  count,
  double,
  fromJson,
  openWorkbook,
  parquetSink,
  string,
  struct,
  sum,
  when,
  window,
} from 'sluice'

export async function cells() {
  const lab = await openWorkbook()
  await lab.topics.create('real-time-transactions', { partitions: 3, replicationFactor: 1 })

  const Transaction = struct({
    transaction_id: string(),
    user_id: string(),
    amount: double(),
    type: string(),
    timestamp: string(),
    location: string(),
  })

  const transactions = lab.readStream
    .kafka({ subscribe: 'real-time-transactions', startingOffsets: 'earliest' })
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), processing_time: r.timestamp }))
    .select(t => ({ ...t.data, processing_time: t.processing_time }))

  const byType = transactions
    .withWatermark('processing_time', '1 minute')
    .groupBy(t => ({ window: window(t.processing_time, '5 minutes'), type: t.type }))
    .agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))

  const query = byType.writeStream({ outputMode: 'update', sink: consoleSink({ truncate: false }) })

  const batch = await query.next({ maxRecords: 500 })
  const figure = chart(batch, { x: 'window', y: 'total_amount', color: 'type' })

  const suspicious = transactions
    .filter(t => t.amount.gt(500).and(t.type.eq('withdrawal')).and(t.location.eq('online')))
    .withColumn('amount_category', t => when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large'))
    .writeStream({
      outputMode: 'append',
      sink: parquetSink({ path: 'output/suspicious_transactions' }),
      checkpointLocation: 'checkpoints/suspicious',
    })
  await suspicious.drain()

  // What follows from the schema, by hand: rows and windows carry their types to the end.
  const rows: { type: string | null; transaction_count: number | bigint | null; avg_amount: number | null }[] = batch.rows()
  const ends: (Date | null | undefined)[] = batch.rows().map(row => row.window?.end)
  const tableRows: number = batch.arrow.numRows
  const frameShape: number[] = batch.frame.shape
  const late: number = batch.ledger.total.late
  query.start({ processingTime: '5 seconds' })
  await query.stop()
  const again = await query.replay(batch.id)
  const why: string = query.why()
  return { figure, rows, ends, tableRows, frameShape, late, again, why }
}
