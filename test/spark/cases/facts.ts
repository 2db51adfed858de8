import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { embeddedEngine } from '../../../src/engines/embedded.ts'
import { readStream } from '../../../src/plan/read-stream.ts'
import { nextTriggerMs } from '../../../src/runtime/trigger.ts'
import { parquetSink } from '../../../src/sinks/parquet-sink.ts'
import { memorySource } from '../../../src/sources/memory.ts'
import { type EventTimeStats, emptyStats, observe } from '../../../src/windows/watermark.ts'
import { type Case, fact } from '../case.ts'
import { temporaryRoot } from '../temporary-root.ts'

const starts = [0, 1, 99, 100, 150, 1_234_567_890_123]
const statsOf = ({ maxMs, minMs, avgMs, count }: EventTimeStats) => [maxMs, minMs, avgMs, count]

/** A query that ran one batch of two rows into Parquet: its folders as `out` and `checkpoint`. */
const ran = `
      import os, shutil, tempfile
      folder = tempfile.mkdtemp(dir=os.environ.get('TMPDIR'))
      os.mkdir(folder + '/in')
      open(folder + '/in/a.txt', 'w').write('x\\ny\\n')
      query = (spark.readStream.text(folder + '/in').writeStream.format('parquet').option('path', folder + '/out')
        .option('checkpointLocation', folder + '/checkpoint').trigger(availableNow=True).start())
      query.awaitTermination()
      visible = lambda *path: sorted(name for name in os.listdir(os.path.join(folder, *path)) if not name.startswith('.'))
      lines = lambda *path: open(os.path.join(folder, *path)).read().split('\\n')`

async function inRun<T>(look: (folder: string) => T): Promise<T> {
  const folder = mkdtempSync(join(temporaryRoot(), 'sluice-fact-'))
  try {
    const source = memorySource()
    source.add(0, [
      { value: 'x', timestampMs: 0 },
      { value: 'y', timestampMs: 0 },
    ])
    const query = readStream(embeddedEngine())
      .from(source)
      .select(r => ({ value: r.value.cast('string') }))
      .writeStream({ sink: parquetSink({ path: join(folder, 'out') }), checkpointLocation: join(folder, 'checkpoint') })
    await query.start({ availableNow: true }).awaitTermination()
    return look(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const visible = (folder: string) =>
  readdirSync(folder)
    .filter(name => !name.startsWith('.'))
    .sort()

export const cases: readonly Case[] = [
  fact({
    name: '14.85 when the next trigger is due',
    pyspark: `
      streaming = jvm.org.apache.spark.sql.execution.streaming
      trigger = jvm.org.apache.spark.sql.streaming.Trigger.ProcessingTime(100)
      executor = streaming.runtime.ProcessingTimeExecutor(trigger, jvm.org.apache.spark.util.SystemClock())
      result = [executor.nextBatchTime(ms) for ms in ${JSON.stringify(starts)}]`,
    sluice: () => starts.map(ms => nextTriggerMs(ms, 100)),
  }),
  fact({
    name: '14.33 event time statistics',
    pyspark: `
      stats = jvm.org.apache.spark.sql.execution.streaming.operators.stateful.EventTimeStats(100, 10, 20.0, 5)
      stats.add(80)
      result = [stats.max(), stats.min(), stats.avg(), stats.count()]`,
    sluice() {
      const stats = { ...emptyStats(), maxMs: 100, minMs: 10, avgMs: 20, count: 5 }
      observe(stats, [80_000], null, 1)
      return statsOf(stats)
    },
  }),
  fact({
    name: '14.82, 14.83 and 14.84 a file sink and its log',
    differs:
      'a Parquet folder of sluice holds whole batches and needs no log, so it has none: any reader reads it, foreign files too',
    pyspark: `${ran}
      result = [name for name in visible('out') if not name.endswith('.parquet')]
      shutil.rmtree(folder)`,
    sluice: () => inRun(folder => visible(join(folder, 'out')).filter(name => !name.endsWith('.parquet'))),
  }),
  fact({
    name: '14.87 the folders of a checkpoint and the first lines of its logs',
    differs:
      'sluice keeps a checkpoint of its own form, with checksums; Spark cannot go on with it, nor sluice with one of Spark',
    pyspark: `${ran}
      result = {'folders': visible('checkpoint'), 'offsets': visible('checkpoint', 'offsets'), 'commits': visible('checkpoint', 'commits'),
        'offset log': lines('checkpoint', 'offsets', '0')[0], 'commit log': lines('checkpoint', 'commits', '0')}
      shutil.rmtree(folder)`,
    sluice: () =>
      inRun(folder => {
        const checkpoint = join(folder, 'checkpoint')
        const lines = (...path: string[]) => readFileSync(join(checkpoint, ...path), 'utf8').split('\n')
        return {
          folders: visible(checkpoint),
          offsets: visible(join(checkpoint, 'offsets')),
          commits: visible(join(checkpoint, 'commits')),
          'offset log': lines('offsets', '0')[0],
          'commit log': lines('commits', '0'),
        }
      }),
  }),
]
