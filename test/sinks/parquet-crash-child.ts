// A query of three batches reduced to its sink: run by parquet-crash.test.ts, which kills it at a fault point.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'
import { writeFileDurably } from '../../src/util/durable-file.ts'
import { batchOf } from '../formats/parquet-sample.ts'

const schema = struct({ n: integer(), type: string() })

async function run(folder: string, partitioned: boolean): Promise<void> {
  const commits = join(folder, 'commits')
  const sink = parquetSink({ path: join(folder, 'out'), partitionBy: partitioned ? ['type'] : [], rowGroupRows: 40 })
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  const next = existsSync(commits) ? Number(readFileSync(commits, 'utf8')) + 1 : 0
  for (let batchId = next; batchId < 3; batchId++) {
    const batch = await sink.beginBatch(batchId)
    for (let part = 0; part < 2; part++) {
      const n = Array.from({ length: 50 }, (_, i) => batchId * 100 + part * 50 + i)
      await batch.write(batchOf(schema, { n, type: n.map(each => `t${each % 3}`) }))
    }
    await batch.commit()
    await writeFileDurably(commits, String(batchId))
  }
  await sink.close()
}

void run(process.argv[2]!, process.argv[3] === 'partitioned')
