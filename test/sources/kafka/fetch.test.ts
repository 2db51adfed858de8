import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaJSConnectionError } from 'kafkajs'
import type { KafkaCluster } from '../../../src/sources/kafka/cluster.ts'
import { type FetchOptions, fetchRanges } from '../../../src/sources/kafka/fetch.ts'
import { fetchSizes } from '../../../src/sources/kafka/fetch-sizes.ts'
import { kafkaSchema } from '../../../src/sources/kafka/schema.ts'
import { collect, type Decoded } from './decoding.ts'
import { fakeCluster, fetchResponse } from './fake-cluster.ts'
import { encodeBatch } from './record-batch-encoder.ts'

const range = (partition: number, startOffset: number, endOffset: number) => ({ topic: 't', partition, startOffset, endOffset })
const batch = (baseOffset: number, count = 5, prefix = '') =>
  encodeBatch({ baseOffset, records: Array.from({ length: count }, (_, i) => ({ value: `${prefix}${baseOffset + i}` })) })

async function read(
  cluster: KafkaCluster,
  ranges: readonly ReturnType<typeof range>[],
  options: Partial<FetchOptions> = {},
): Promise<Decoded> {
  const chunks = []
  const all = {
    schema: kafkaSchema(),
    columns: ['value'],
    isolationLevel: 'read_committed',
    failOnDataLoss: true,
    sizes: fetchSizes(),
    ...options,
  } as const
  for await (const chunk of fetchRanges(cluster, ranges, all)) chunks.push(chunk)
  return collect(chunks)
}

test('the next fetch is under way while the caller works on what came', async () => {
  const cluster = fakeCluster(positions =>
    fetchResponse([{ topic: 't', partition: 0, batches: [batch(positions[0]!.fetchOffset)] }]),
  )
  const options = {
    schema: kafkaSchema(),
    columns: [],
    isolationLevel: 'read_committed',
    failOnDataLoss: true,
    sizes: fetchSizes(),
  } as const
  const chunks = fetchRanges(cluster, [range(0, 0, 20)], options)
  await chunks.next()
  await sleep(20)
  assert.deepEqual(cluster.asked, ['1: t-0@0', '1: t-0@5', '1: t-0@10'])
  await chunks.return(undefined)
})

test('ranges come in the order given although brokers answer in another', async () => {
  const cluster = fakeCluster(
    async (positions, _, node) => {
      if (node === 1) await sleep(30)
      return fetchResponse(
        positions.map(({ partition, fetchOffset }) => ({
          topic: 't',
          partition,
          batches: [batch(fetchOffset, 5, `p${partition}-`)],
        })),
      )
    },
    { leaders: [1, 2, 1] },
  )
  const { values } = await read(cluster, [range(0, 0, 2), range(1, 0, 2), range(2, 0, 2)])
  assert.deepEqual(values, ['p0-0', 'p0-1', 'p1-0', 'p1-1', 'p2-0', 'p2-1'])
  assert.deepEqual(cluster.asked, ['1: t-0@0 t-2@0', '2: t-1@0'])
})

test('a leader that moved and a broker that went away are waited for, without loss or repetition', async () => {
  const leaders = [1]
  const cluster = fakeCluster(
    (positions, call) => {
      const { fetchOffset } = positions[0]!
      if (call === 2) {
        leaders[0] = 2
        return fetchResponse([{ topic: 't', partition: 0, errorCode: 6 }])
      }
      if (call === 3) throw new KafkaJSConnectionError('Connection error', { broker: 'fake:1', code: 'ECONNREFUSED' })
      return fetchResponse([{ topic: 't', partition: 0, batches: [batch(fetchOffset)] }])
    },
    { leaders },
  )
  const { values } = await read(cluster, [range(0, 0, 15)])
  assert.deepEqual(
    values.map(Number),
    Array.from({ length: 15 }, (_, i) => i),
  )
  assert.equal(cluster.resets, 1)
  assert.deepEqual(cluster.asked.slice(0, 4), ['1: t-0@0', '1: t-0@5', '2: t-0@5', '2: t-0@5'])
})

test('a broker that stays away is given up, by name, when the time is over', async () => {
  const cluster = fakeCluster(() => {
    throw new KafkaJSConnectionError('Connection error', { broker: 'fake:1', code: 'ECONNREFUSED' })
  })
  await assert.rejects(read(cluster, [range(0, 0, 1)], { patienceMs: 200 }), {
    code: 'KAFKA_UNREACHABLE',
    message: /fake:1 \(connection refused\).*topic "t"/,
  })
})

test('records that never come are given up when the time is over', async () => {
  const silent = fakeCluster(async () => {
    await sleep(20)
    return fetchResponse([{ topic: 't', partition: 0 }])
  })
  await assert.rejects(read(silent, [range(0, 7, 9)], { patienceMs: 100 }), {
    code: 'KAFKA_REQUEST_FAILED',
    message: /t-0@7: nothing came/,
  })
})

test('a broker that is down can be left at once', async () => {
  const cluster = fakeCluster(() => {
    throw new KafkaJSConnectionError('Connection error', { broker: 'fake:1', code: 'ECONNREFUSED' })
  })
  const startedMs = performance.now()
  await assert.rejects(read(cluster, [range(0, 0, 1)], { signal: AbortSignal.timeout(500) }), { code: 'QUERY_STOPPED' })
  assert.ok(performance.now() - startedMs < 700)
})

test('a batch of which only a part ever comes is damaged', async () => {
  const cluster = fakeCluster(() => fetchResponse([{ topic: 't', partition: 0, batches: [batch(0).subarray(0, 70)] }]))
  await assert.rejects(read(cluster, [range(0, 0, 1)]), { code: 'KAFKA_CORRUPT_BATCH', message: /t-0@0.*only 70 bytes/ })
})

test('a later partition whose batch was cut off is asked for again', async () => {
  const cluster = fakeCluster((positions, call) =>
    fetchResponse(
      positions.map(({ partition, fetchOffset }) => ({
        topic: 't',
        partition,
        batches: [call === 1 && partition === 1 ? batch(fetchOffset).subarray(0, 70) : batch(fetchOffset)],
      })),
    ),
  )
  const { values } = await read(cluster, [range(0, 0, 5), range(1, 0, 5)])
  assert.equal(values.length, 10)
  assert.deepEqual(cluster.asked, ['1: t-0@0 t-1@0', '1: t-1@0'])
})

test('a batch from another place is refused', async () => {
  const before = fakeCluster(() => fetchResponse([{ topic: 't', partition: 0, batches: [batch(0)] }]))
  await assert.rejects(read(before, [range(0, 50, 60)]), { code: 'KAFKA_CORRUPT_BATCH', message: /before this offset/ })
})

test('the end of a range may lie in a gap that reaches beyond it', async () => {
  const cluster = fakeCluster(() => fetchResponse([{ topic: 't', partition: 0, batches: [batch(0), batch(100)] }]))
  const { values, gaps, chunks } = await read(cluster, [range(0, 0, 50)])
  assert.equal(values.length, 5)
  assert.equal(gaps.compacted, 45)
  assert.equal(chunks.at(-1)!.endOffset, 50)
})

test('what the broker calls corrupt or forbidden ends the read with that word', async () => {
  const answering = (errorCode: number) => fakeCluster(() => fetchResponse([{ topic: 't', partition: 0, errorCode }]))
  await assert.rejects(read(answering(2), [range(0, 3, 4)]), { code: 'KAFKA_CORRUPT_BATCH', message: /t-0@3/ })
  await assert.rejects(read(answering(29), [range(0, 3, 4)]), { code: 'PERMISSION_DENIED' })
})

test('offsets that are out of range are lost up to the first that is there', async () => {
  const options = { offsets: [8, 100] } as const
  const answer = (positions: readonly { readonly fetchOffset: number }[]) => {
    const { fetchOffset } = positions[0]!
    return fetchResponse([
      fetchOffset < 8 ? { topic: 't', partition: 0, errorCode: 1 } : { topic: 't', partition: 0, batches: [batch(fetchOffset)] },
    ])
  }
  await assert.rejects(read(fakeCluster(answer, options), [range(0, 3, 10)]), {
    code: 'KAFKA_DATA_LOSS',
    message: /5 offsets are gone/,
  })
  const { values, gaps } = await read(fakeCluster(answer, options), [range(0, 3, 10)], { failOnDataLoss: false })
  assert.deepEqual([values, gaps.lost], [['8', '9'], 5])
})

test('however often a read waits for records, it leaves no listener on its signal', async () => {
  const { signal } = new AbortController()
  let most = 0
  const cluster = fakeCluster(async positions => {
    await sleep(1)
    most = Math.max(most, getEventListeners(signal, 'abort').length)
    return fetchResponse([{ topic: 't', partition: 0, batches: [batch(positions[0]!.fetchOffset)] }])
  })
  const { values } = await read(cluster, [range(0, 0, 100)], { signal })
  assert.equal(values.length, 100)
  assert.equal(most, 1)
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
})
