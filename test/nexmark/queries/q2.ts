// Auction and price of the bids on every 123rd auction.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q2.sql (Flink SQL).
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q2: NexmarkQuery = {
  name: 'q2',
  title: 'selection',
  key: null,
  write: (source, sink) =>
    bids(source)
      .filter(bid => bid.auction.mod(123).eq(0))
      .select(({ auction, price }) => ({ auction, price }))
      .writeStream({ sink }),
}
