// Bids with a number of their channel: four by name, the others from their URL; bids without one are left out.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q21.sql (Flink SQL).
//
// Where nothing matches, Spark's regexp_extract is empty and Flink's null.

import { lower, regexpExtract, when } from '../../../src/index.ts'
import { bids } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

const CHANNEL_ID = '(&|^)channel_id=([^&]*)'

export const q21: NexmarkQuery = {
  name: 'q21',
  title: 'add channel id',
  key: null,
  write: (source, sink) =>
    bids(source)
      .filter(({ channel, url }) =>
        regexpExtract(url, CHANNEL_ID, 2)
          .notEqual('')
          .or(lower(channel).isin('apple', 'google', 'facebook', 'baidu')),
      )
      .select(({ auction, bidder, price, channel, url }) => {
        const name = lower(channel)
        const channel_id = when(name.eq('apple'), '0')
          .when(name.eq('google'), '1')
          .when(name.eq('facebook'), '2')
          .when(name.eq('baidu'), '3')
          .otherwise(regexpExtract(url, CHANNEL_ID, 2))
        return { auction, bidder, price, channel, channel_id }
      })
      .writeStream({ sink }),
}
