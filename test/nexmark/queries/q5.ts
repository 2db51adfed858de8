// Of windows of ten seconds, every two seconds: the auctions with the most bids, and how many. The reference joins the
// counts by window and auction with their maximum by window.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q5.sql (Flink SQL).
//
// A second aggregation over the same windows finds the most bids and the auctions that have as many, in place of the join
// of the two aggregations: the list of a window's counts is what the join would keep as state.

import { collectList, count, explode, filter, max, structOf, window } from '../../../src/index.ts'
import { bids, DELAY } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q5: NexmarkQuery = {
  name: 'q5',
  title: 'hot items',
  key: null,
  write: (source, sink) =>
    bids(source)
      .withWatermark('dateTime', DELAY)
      .groupBy(bid => ({ window: window(bid.dateTime, '10 seconds', '2 seconds'), auction: bid.auction }))
      .agg(() => ({ num: count() }))
      .groupBy(({ window }) => ({ window }))
      .agg(({ auction, num }) => ({ most: max(num), counts: collectList(structOf({ auction, num })) }))
      .select(({ most, counts }) => ({ hot: explode(filter(counts, one => one.field('num').geq(most))) }))
      .select(({ hot }) => ({ auction: hot.auction, num: hot.num }))
      .writeStream({ sink }),
}
