// Thousands of small batches on one checkpoint: does the last one cost more than the hundredth?
import { join } from 'node:path'
import { foreachBatchSink } from '../../../src/index.ts'
import { endMeasure, tellResult } from '../measure.ts'
import { percentileOf } from '../statistics.ts'
import { filesBelow } from './files-below.ts'
import { byType, timed, withLab } from './lab-stream.ts'

const RECORDS = 9
/** Single batches jump; a hundred around the hundredth, and the last hundred, do not. */
const AROUND = 50

void withLab(async (lab, { topic, folder, count }) => {
  const checkpointLocation = join(folder, 'checkpoint')
  const sink = foreachBatchSink(async () => {})
  const query = byType(lab, topic).writeStream({ outputMode: 'update', sink, checkpointLocation })
  const times: number[] = []
  let early = 0
  for (let batch = 0; batch < count; batch++) {
    times.push((await timed(() => query.next({ maxRecords: RECORDS }))).seconds * 1000)
    if (batch === 199) early = filesBelow(checkpointLocation).size
  }
  endMeasure()
  const { batchId } = query.lastProgress!
  await query.stop()
  if (batchId !== count - 1) throw new Error(`The last batch is ${batchId}, not ${count - 1}.`)
  const figures = {
    batches: count,
    hundredthMs: percentileOf(times.slice(100 - AROUND, 100 + AROUND), 50),
    lastMs: percentileOf(times.slice(-2 * AROUND), 50),
    filesAt200: early,
    filesAtEnd: filesBelow(checkpointLocation).size,
  }
  tellResult({ figures, records: count * RECORDS })
})
