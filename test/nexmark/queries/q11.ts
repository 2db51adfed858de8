// Bids of a bidder by session: a pause of more than ten seconds begins another one.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q11.sql (Flink SQL).

import { count, sessionWindow } from '../../../src/index.ts'
import { bids, DELAY } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q11: NexmarkQuery = {
  name: 'q11',
  title: 'user sessions',
  key: null,
  write: (source, sink) =>
    bids(source)
      .withWatermark('dateTime', DELAY)
      .groupBy(({ bidder, dateTime }) => ({ bidder, session: sessionWindow(dateTime, '10 seconds') }))
      .agg(() => ({ bid_count: count() }))
      .select(({ bidder, bid_count, session }) => ({ bidder, bid_count, starttime: session.start, endtime: session.end }))
      .writeStream({ sink }),
}
