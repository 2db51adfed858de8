// `next()` of a thousand records on a running query, with a checkpoint: how long each takes.
import { join } from 'node:path'
import { memorySink } from '../../../src/index.ts'
import { endMeasure, tellResult } from '../measure.ts'
import { percentileOf } from '../statistics.ts'
import { byType, type LabRow, lastRows, timed, withLab } from './lab-stream.ts'

const RECORDS = 1000
const WARM_UP = 20

void withLab(async (lab, { topic, folder, count }) => {
  const sink = memorySink()
  const query = byType(lab, topic).writeStream({ outputMode: 'update', sink, checkpointLocation: join(folder, 'checkpoint') })
  const times: number[] = []
  let read = 0
  for (let batch = 0; batch < WARM_UP + count; batch++) {
    const { seconds, result } = await timed(() => query.next({ maxRecords: RECORDS }))
    read += result.progress.numInputRows
    if (batch >= WARM_UP) times.push(seconds * 1000)
  }
  endMeasure()
  await query.stop()
  const counted = lastRows(sink.rows() as unknown as LabRow[]).reduce((sum, row) => sum + row[2], 0)
  if (counted !== read || read < (RECORDS - 3) * (WARM_UP + count)) throw new Error(`${counted} of ${read} records counted`)
  tellResult({
    figures: { p50Ms: percentileOf(times, 50), p99Ms: percentileOf(times, 99), batches: times.length },
    records: read,
  })
})
