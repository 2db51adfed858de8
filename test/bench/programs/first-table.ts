// What a first cell does: one batch of all there is, and its table as text.
import { memorySink } from '../../../src/index.ts'
import { tellResult } from '../measure.ts'
import { byType, type LabRow, lastRows, timed, withLab } from './lab-stream.ts'

void withLab(async (lab, { topic }) => {
  const query = byType(lab, topic).writeStream({ outputMode: 'update', sink: memorySink() })
  const { seconds, result: batch } = await timed(() => query.next())
  process.stdout.write(`${String(batch)}\n`)
  tellResult({ windows: lastRows(batch.rows() as unknown as LabRow[]), workSeconds: seconds })
  await query.stop()
})
