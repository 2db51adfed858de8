// By auction and day: bids, of all prices and of three ranks of price; least, greatest, average and sum of the prices.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q17.sql (Flink SQL).
//
// Spark's average is a double; Flink's of a BIGINT is cut to one.

import { avg, count, countIf, dateFormat, max, min, sum } from '../../../src/index.ts'
import { rankOf } from '../bid-statistics.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q17: NexmarkQuery = {
  name: 'q17',
  title: 'auction statistics',
  key: ['auction', 'day'],
  write: (source, sink) =>
    bids(source)
      .groupBy(({ auction, dateTime }) => ({ auction, day: dateFormat(dateTime, 'yyyy-MM-dd') }))
      .agg(({ price }) => ({
        total_bids: count(),
        rank1_bids: countIf(rankOf(price, 1)),
        rank2_bids: countIf(rankOf(price, 2)),
        rank3_bids: countIf(rankOf(price, 3)),
        min_price: min(price),
        max_price: max(price),
        avg_price: avg(price),
        sum_price: sum(price),
      }))
      .writeStream({ sink, outputMode: 'update' }),
}
