// Every bid with its price in euros: 0.908 times the price, a decimal.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q1.sql (Flink SQL).
import { bids, inEuros } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q1: NexmarkQuery = {
  name: 'q1',
  title: 'currency conversion',
  key: null,
  write: (source, sink) =>
    bids(source)
      .select(({ auction, bidder, price, dateTime, extra }) => ({ auction, bidder, price: inEuros(price), dateTime, extra }))
      .writeStream({ sink }),
}
