// A state of many open groups, user by window: what a batch of ten thousand records costs, and adds to the checkpoint.
import { join } from 'node:path'
import { count, foreachBatchSink, sum, window } from '../../../src/index.ts'
import { endMeasure, tellResult } from '../measure.ts'
import { percentileOf } from '../statistics.ts'
import { addedBytes, filesBelow } from './files-below.ts'
import { labStream, timed, withLab } from './lab-stream.ts'

const BATCH = 10_000
const LOAD = 100_002

void withLab(async (lab, { topic, folder, records: groups, count: batches }) => {
  const checkpointLocation = join(folder, 'checkpoint')
  const query = labStream(lab, topic)
    .withWatermark('processing_time', '10 days')
    .groupBy(t => ({ window: window(t.processing_time, '5 minutes'), user_id: t.user_id }))
    .agg(t => ({ n: count(), total: sum(t.amount) }))
    .writeStream({ outputMode: 'update', sink: foreachBatchSink(async () => {}), checkpointLocation })
  let read = 0
  while (read < groups) {
    const batch = await query.next({ maxRecords: Math.min(LOAD, groups - read) })
    if (batch.progress.numInputRows === 0) throw new Error(`The topic holds ${read} records, not ${groups}.`)
    read += batch.progress.numInputRows
  }
  const open = query.lastProgress!.stateOperators[0]!.numRowsTotal
  let files = filesBelow(checkpointLocation)
  const stateBytes = [...files.values()].reduce((total, bytes) => total + bytes, 0)
  const times: number[] = []
  const added: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    const { seconds } = await timed(() => query.next({ maxRecords: BATCH }))
    times.push(seconds * 1000)
    const now = filesBelow(checkpointLocation)
    added.push(addedBytes(files, now))
    files = now
  }
  endMeasure()
  await query.stop()
  const figures = {
    groups: open,
    batchMs: percentileOf(times, 50),
    p99Ms: percentileOf(times, 99),
    stateMb: stateBytes / 1e6,
    addedMb: percentileOf(added, 50) / 1e6,
    addedMeanMb: added.reduce((total, bytes) => total + bytes, 0) / added.length / 1e6,
  }
  tellResult({ figures, records: open })
})
