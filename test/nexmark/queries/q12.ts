// Bids of a bidder in windows of ten seconds of processing time.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q12.sql (Flink SQL).
//
// Spark's processing time is that of the batch: `current_timestamp()` is one moment for all its rows.

import { count, currentTimestamp, window } from '../../../src/index.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q12: NexmarkQuery = {
  name: 'q12',
  title: 'processing time windows',
  key: ['bidder', 'starttime', 'endtime'],
  write: (source, sink) =>
    bids(source)
      .groupBy(({ bidder }) => ({ bidder, window: window(currentTimestamp(), '10 seconds') }))
      .agg(() => ({ bid_count: count() }))
      .select(({ bidder, bid_count, window }) => ({ bidder, bid_count, starttime: window.start, endtime: window.end }))
      .writeStream({ sink, outputMode: 'update' }),
}
