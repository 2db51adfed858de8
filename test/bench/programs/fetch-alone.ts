// The limit: the bytes of a topic through the connections that sluice uses, the next fetch under way at once, nothing decoded.
import { EARLIEST_TIMESTAMP, kafkaCluster, LATEST_TIMESTAMP } from '../../../src/sources/kafka/cluster.ts'
import { extentOf } from '../../../src/sources/kafka/decode.ts'
import { readFetchResponse } from '../../../src/sources/kafka/fetch-response.ts'
import { MAX_FETCH_BYTES } from '../../../src/sources/kafka/fetch-sizes.ts'
import { tellResult } from '../measure.ts'
import { programOptions } from './program-options.ts'

const ISOLATION = 'read_committed'

async function main(): Promise<void> {
  const { brokers, topic } = programOptions()
  const startMs = performance.now()
  const cluster = kafkaCluster({ brokers })
  const [metadata] = await cluster.metadata([topic])
  const places = metadata!.partitions.map(({ partition }) => ({ topic, partition }))
  const offsets = (timestamp: number) =>
    cluster.listOffsets(
      places.map(place => ({ ...place, timestamp })),
      ISOLATION,
    )
  const next = [...(await offsets(EARLIEST_TIMESTAMP))]
  const ends = await offsets(LATEST_TIMESTAMP)
  const records = ends.reduce((sum, end, i) => sum + end - next[i]!, 0)
  const node = cluster.leaderOf(topic, 0)
  const fetch = () => {
    const wanted = places.flatMap((place, i) =>
      next[i]! < ends[i]! ? [{ ...place, fetchOffset: next[i]!, maxBytes: MAX_FETCH_BYTES }] : [],
    )
    return wanted.length === 0 ? null : cluster.fetch(node, wanted, MAX_FETCH_BYTES * places.length, ISOLATION)
  }
  for (let underWay = fetch(); underWay !== null; underWay = fetch()) {
    for (const part of readFetchResponse(await underWay).partitions) {
      const place = places.findIndex(({ partition }) => partition === part.partition)
      next[place] = extentOf(part, next[place]!).nextOffset
    }
  }
  tellResult({ records, workSeconds: (performance.now() - startMs) / 1000 })
  await cluster.close()
}

void main()
