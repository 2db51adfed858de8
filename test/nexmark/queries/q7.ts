// Of windows of ten seconds: the bids of the highest price. The reference joins the bids with the maximum of each window, by
// price and by time; a bid at the very end of a window counts in it too.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q7.sql (Flink SQL).

import { interval, max, window } from '../../../src/index.ts'
import type { EventSource } from '../event-stream.ts'
import { bids, DELAY } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

const highest = (source: EventSource) =>
  bids(source)
    .withWatermark('dateTime', DELAY)
    .groupBy(bid => ({ window: window(bid.dateTime, '10 seconds') }))
    .agg(bid => ({ maxprice: max(bid.price) }))
    .select(({ window, maxprice }) => ({ maxprice, end: window.end }))

export const q7: NexmarkQuery = {
  name: 'q7',
  title: 'highest bid',
  key: null,
  write: (source, sink) =>
    bids(source)
      .withWatermark('dateTime', DELAY)
      .join(highest(source), (bid, max) =>
        bid.price.eq(max.maxprice).and(bid.dateTime.between(max.end.minus(interval('10 seconds')), max.end)),
      )
      .select(({ auction, price, bidder, dateTime, extra }) => ({ auction, price, bidder, dateTime, extra }))
      .writeStream({ sink }),
}
