// Bids with the three folders of their URL.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q22.sql (Flink SQL).
//
// Flink's SPLIT_INDEX counts from 0, Spark's split_part from 1.

import { splitPart } from '../../../src/index.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q22: NexmarkQuery = {
  name: 'q22',
  title: 'get URL directories',
  key: null,
  write: (source, sink) =>
    bids(source)
      .select(({ auction, bidder, price, channel, url }) => {
        return {
          auction,
          bidder,
          price,
          channel,
          dir1: splitPart(url, '/', 4),
          dir2: splitPart(url, '/', 5),
          dir3: splitPart(url, '/', 6),
        }
      })
      .writeStream({ sink }),
}
