import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memorySource } from '../../src/sources/memory.ts'

const midnight = { value: '2024-01-01 00:00:00', timestampMs: 0 }

test('text of a time is read and written in the time zone of the engine', async () => {
  for (const [timeZone, hour] of [
    ['UTC', '00'],
    ['America/Los_Angeles', '08'],
    ['Asia/Tokyo', '15'],
  ] as const) {
    const source = memorySource()
    source.add(0, [midnight])
    const stream = readStream(embeddedEngine({ timeZone })).from(source)
    const query = stream
      .select(r => ({ time: r.value.cast('string').cast('timestamp') }))
      .select(r => ({ time: r.time, text: r.time.cast('string') }))
      .writeStream({ sink: memorySink() })
    const [row] = (await query.next()).rows()
    assert.equal(row!.time!.toISOString().slice(11, 13), hour, timeZone)
    assert.equal(row!.text, '2024-01-01 00:00:00', timeZone)
  }
})

test('the clock is handed in: the time of a batch is its time', async () => {
  const source = memorySource()
  source.add(0, [midnight])
  const clock = { now: () => 1_700_000_000_000, sleep: async () => {} }
  const query = readStream(embeddedEngine({ clock }))
    .from(source)
    .select(() => ({ one: lit(1) }))
    .writeStream({ sink: memorySink() })
  assert.equal((await query.next()).progress.timestamp, '2023-11-14T22:13:20.000Z')
})

test('the surroundings of a call see what was planned and how far it is, and may stop it', async () => {
  const source = memorySource({ chunkRows: 2 })
  source.add(
    0,
    Array.from({ length: 5 }, () => midnight),
  )
  const seen: string[] = []
  const engine = embeddedEngine({
    surroundings: {
      run: async (call, work) => {
        seen.push(call.title)
        return work({
          signal: call.signal,
          onPlanned: (batchId, records) => seen.push(`batch ${batchId}: ${records}`),
          onChunk: records => seen.push(String(records)),
        })
      },
    },
  })
  await readStream(engine)
    .from(source)
    .select(() => ({ one: lit(1) }))
    .writeStream({ sink: memorySink() })
    .next()
  assert.deepEqual(seen, ['next', 'batch 0: 5', '2', '4', '5'])
})
