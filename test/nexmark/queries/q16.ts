// The same as q15 by channel and day, with the last minute of each.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q16.sql (Flink SQL).
//
// Spark has no distinct aggregates on streams; the size of the set of values is the same number.

import { dateFormat, max } from '../../../src/index.ts'
import { bidStatistics } from '../bid-statistics.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q16: NexmarkQuery = {
  name: 'q16',
  title: 'channel statistics',
  key: ['channel', 'day'],
  write: (source, sink) =>
    bids(source)
      .groupBy(({ channel, dateTime }) => ({ channel, day: dateFormat(dateTime, 'yyyy-MM-dd') }))
      .agg(bid => ({ minute: max(dateFormat(bid.dateTime, 'HH:mm')), ...bidStatistics(bid) }))
      .writeStream({ sink, outputMode: 'update' }),
}
