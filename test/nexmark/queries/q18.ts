// The last bid of each bidder on each auction: in the reference the first of a ROW_NUMBER by falling time.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q18.sql (Flink SQL).
//
// Spark has no ROW_NUMBER on streams; `max_by` keeps the last row. Of bids in one millisecond the reference takes any.

import { maxBy, structOf } from '../../../src/index.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q18: NexmarkQuery = {
  name: 'q18',
  title: 'find last bid',
  key: ['auction', 'bidder'],
  write: (source, sink) =>
    bids(source)
      .groupBy(({ bidder, auction }) => ({ bidder, auction }))
      .agg(({ price, channel, url, dateTime, extra }) => ({
        last: maxBy(structOf({ price, channel, url, dateTime, extra }), dateTime),
      }))
      .select(({ auction, bidder, last }) => ({ auction, bidder, ...last }))
      .writeStream({ sink, outputMode: 'update' }),
}
