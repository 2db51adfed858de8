import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memoryStream } from './memory-query.ts'

/** A query with state over an in-process source: records per partition, in update mode. */
export const counted = (memory = memoryStream()) => {
  const sink = memorySink()
  const query = memory.stream
    .groupBy(r => ({ partition: r.partition }))
    .count()
    .writeStream({ outputMode: 'update', sink })
  return { ...memory, query, sink }
}
