// Every bid as it is, but for channel and URL.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q0.sql (Flink SQL).
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

export const q0: NexmarkQuery = {
  name: 'q0',
  title: 'pass through',
  key: null,
  write: (source, sink) =>
    bids(source)
      .select(({ auction, bidder, price, dateTime, extra }) => ({ auction, bidder, price, dateTime, extra }))
      .writeStream({ sink }),
}
