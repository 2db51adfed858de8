import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AbortedTransaction } from '../../../src/sources/kafka/aborted-transactions.ts'
import { decode, fetched } from './decoding.ts'
import { encodeBatch, encodeMarker } from './record-batch-encoder.ts'

interface Transaction extends AbortedTransaction {
  readonly lastOffset: number
}

interface Log {
  readonly batches: readonly { readonly firstOffset: number; readonly bytes: Buffer }[]
  readonly committed: readonly number[]
  /** In the order in which they ended, as the broker's transaction index holds them. */
  readonly aborted: readonly Transaction[]
  readonly endOffset: number
}

/** A log of some producers whose transactions overlap, end either way, and stand between plain records. */
function randomLog(random: (below: number) => number): Log {
  const batches: { firstOffset: number; bytes: Buffer }[] = []
  const committed: number[] = []
  const aborted: Transaction[] = []
  const open = new Map<number, number[]>()
  let offset = random(1_000)
  for (let step = 0; step < 40 || open.size > 0; step++) {
    const producerId = random(4)
    const written = open.get(producerId)
    const ends = written !== undefined && (step >= 40 || random(3) === 0)
    if (ends) {
      const type = random(2) === 0 ? 'abort' : 'commit'
      batches.push({ firstOffset: offset, bytes: encodeMarker(offset, producerId, type) })
      if (type === 'commit') committed.push(...written)
      else aborted.push({ producerId, firstOffset: written[0]!, lastOffset: offset })
      open.delete(producerId)
      offset++
    } else if (step < 40) {
      const transactional = random(5) > 0
      const records = Array.from({ length: 1 + random(3) }, (_, i) => ({ key: Buffer.alloc(4), value: String(offset + i) }))
      batches.push({
        firstOffset: offset,
        bytes: encodeBatch({ baseOffset: offset, records, transactional, producerId: transactional ? producerId : -1 }),
      })
      const offsets = records.map((_, i) => offset + i)
      if (transactional) open.set(producerId, [...(written ?? []), ...offsets])
      else committed.push(...offsets)
      offset += records.length
    }
  }
  return { batches, committed: committed.sort((a, b) => a - b), aborted, endOffset: offset }
}

test('whatever the transactions and wherever responses are cut, exactly the committed records are read', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let run = 0; run < 300; run++) {
    const { batches, committed, aborted, endOffset } = randomLog(random)
    const read: number[] = []
    const gaps = { control: 0, aborted: 0 }
    for (let first = 0; first < batches.length; ) {
      const count = 1 + random(6)
      const response = batches.slice(first, first + count)
      const from = response[0]!.firstOffset
      const to = batches[first + count]?.firstOffset ?? endOffset
      const overlapping = aborted.filter(transaction => transaction.firstOffset < to && transaction.lastOffset >= from)
      const decoded = decode(
        fetched(
          response.map(({ bytes }) => bytes),
          overlapping,
        ),
        from,
        to,
      )
      read.push(...decoded.values.map(Number))
      gaps.control += decoded.gaps.control
      gaps.aborted += decoded.gaps.aborted
      assert.equal(decoded.gaps.compacted, 0)
      first += count
    }
    assert.deepEqual(read, committed, `run ${run}`)
    assert.equal(read.length + gaps.control + gaps.aborted, endOffset - batches[0]!.firstOffset)
  }
})
