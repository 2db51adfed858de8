// Every row of a topic into Parquet files, with a checkpoint.
import { join } from 'node:path'
import { parquetSink } from '../../../src/index.ts'
import { endMeasure, tellResult } from '../measure.ts'
import { labStream, timed, withLab } from './lab-stream.ts'
import { writtenRows } from './written-rows.ts'

void withLab(async (lab, { topic, folder }) => {
  const path = join(folder, 'out')
  const sink = parquetSink({ path })
  const query = labStream(lab, topic).writeStream({ sink, checkpointLocation: join(folder, 'checkpoint') })
  const { seconds } = await timed(() => query.drain())
  endMeasure()
  await query.stop()
  tellResult({ written: await writtenRows(path), workSeconds: seconds })
})
