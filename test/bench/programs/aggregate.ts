// A backlog through the lab's aggregation, in update mode.
import { memorySink } from '../../../src/index.ts'
import { tellResult } from '../measure.ts'
import { byType, type LabRow, lastRows, timed, withLab } from './lab-stream.ts'

void withLab(async (lab, { topic }) => {
  const sink = memorySink()
  const query = byType(lab, topic).writeStream({ outputMode: 'update', sink })
  const { seconds, result } = await timed(async () => {
    await query.drain()
    return sink.rows() as unknown as LabRow[]
  })
  tellResult({ windows: lastRows(result), workSeconds: seconds })
  await query.stop()
})
