// A query that follows a producer, a batch every second: how long its batches take, how far it stays behind.
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { memorySink, type StreamingQueryProgress } from '../../../src/index.ts'
import { endMeasure, tellResult } from '../measure.ts'
import { percentileOf } from '../statistics.ts'
import { byType, type LabRow, lastRows, withLab } from './lab-stream.ts'

const LOOK_MS = 250
/** The first batches compile the code they run. */
const WARM_UP_S = 5
const PATIENCE_S = 20

void withLab(async (lab, { topic, folder, records, count: seconds }) => {
  const sink = memorySink()
  const checkpointLocation = join(folder, 'checkpoint')
  const query = byType(lab, topic).writeStream({ outputMode: 'update', sink, checkpointLocation })
  query.start({ processingTime: '1 second' })
  const seen = new Map<number, StreamingQueryProgress>()
  const lags: number[] = []
  const read = () => [...seen.values()].reduce((sum, { numInputRows }) => sum + numInputRows, 0)
  const startMs = performance.now()
  const elapsed = () => (performance.now() - startMs) / 1000
  while (read() < records && elapsed() < seconds + PATIENCE_S && query.exception === null) {
    await wait(LOOK_MS)
    const { offsetCount } = await lab.topics.describe(topic)
    for (const progress of query.recentProgress) seen.set(progress.batchId, progress)
    if (elapsed() > WARM_UP_S) lags.push(Number(offsetCount) - read())
  }
  endMeasure()
  await query.stop()
  await query.awaitTermination()
  const times = [...seen.values()].slice(WARM_UP_S).map(({ batchDuration }) => batchDuration)
  const counted = lastRows(sink.rows() as unknown as LabRow[]).reduce((sum, row) => sum + row[2], 0)
  const figures = {
    batches: times.length,
    p50Ms: percentileOf(times, 50),
    p99Ms: percentileOf(times, 99),
    mostBehind: Math.max(...lags),
    behindAtEnd: records - read(),
  }
  tellResult({ figures, records: counted })
})
