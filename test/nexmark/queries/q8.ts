// The persons who came and opened an auction in the same window of ten seconds. The reference groups persons and sellers by
// window and joins the two.
// Reference: nexmark/nexmark, nexmark-flink/src/main/resources/queries/q8.sql (Flink SQL).

import { count, window } from '../../../src/index.ts'
import type { EventSource } from '../event-stream.ts'
import { auctions, DELAY, persons } from '../event-stream.ts'
import type { NexmarkQuery } from '../query.ts'

const newPersons = (source: EventSource) =>
  persons(source)
    .withWatermark('dateTime', DELAY)
    .groupBy(({ id, name, dateTime }) => ({ id, name, window: window(dateTime, '10 seconds') }))
    .agg(() => ({ persons: count() }))

const sellers = (source: EventSource) =>
  auctions(source)
    .withWatermark('dateTime', DELAY)
    .groupBy(({ seller, dateTime }) => ({ id: seller, window: window(dateTime, '10 seconds') }))
    .agg(() => ({ auctions: count() }))

export const q8: NexmarkQuery = {
  name: 'q8',
  title: 'monitor new users',
  key: null,
  write: (source, sink) =>
    newPersons(source)
      .join(sellers(source), ['id', 'window'])
      .select(({ id, name, window }) => ({ id, name, starttime: window.start }))
      .writeStream({ sink }),
}
