// Bids of 1,000,000 to 50,000,000 in euros, with the time of day in words and the number of `c` in their extra text.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q14.sql (Flink SQL).
//
// The reference counts characters by a function of its own; here the length says it.

import { hour, length, replace, when } from '../../../src/index.ts'
import { bids, inEuros } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q14: NexmarkQuery = {
  name: 'q14',
  title: 'calculation',
  key: null,
  write: (source, sink) =>
    bids(source)
      .filter(({ price }) => inEuros(price).gt(1_000_000).and(inEuros(price).lt(50_000_000)))
      .select(({ auction, bidder, price, dateTime, extra }) => {
        const at = hour(dateTime)
        return {
          auction,
          bidder,
          price: inEuros(price),
          bidTimeType: when(at.geq(8).and(at.leq(18)), 'dayTime')
            .when(at.leq(6).or(at.geq(20)), 'nightTime')
            .otherwise('otherTime'),
          dateTime,
          extra,
          c_counts: length(extra).minus(length(replace(extra, 'c', ''))),
        }
      })
      .writeStream({ sink }),
}
