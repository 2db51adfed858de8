import { nextTriggerMs } from '../../../src/runtime/trigger.ts'
import { type EventTimeStats, emptyStats, observe } from '../../../src/windows/watermark.ts'
import { type Case, fact } from '../case.ts'

const starts = [0, 1, 99, 100, 150, 1_234_567_890_123]
const statsOf = ({ maxMs, minMs, avgMs, count }: EventTimeStats) => [maxMs, minMs, avgMs, count]

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
]
