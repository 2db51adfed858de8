// By day: bids, distinct bidders and distinct auctions, of all prices and of three ranks of price.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q15.sql (Flink SQL).
//
// Spark has no distinct aggregates on streams; the size of the set of values is the same number.

import { dateFormat } from '../../../src/index.ts'
import { bidStatistics } from '../bid-statistics.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q15: NexmarkQuery = {
  name: 'q15',
  title: 'bidding statistics',
  key: ['day'],
  write: (source, sink) =>
    bids(source)
      .groupBy(({ dateTime }) => ({ day: dateFormat(dateTime, 'yyyy-MM-dd') }))
      .agg(bid => bidStatistics(bid))
      .writeStream({ sink, outputMode: 'update' }),
}
