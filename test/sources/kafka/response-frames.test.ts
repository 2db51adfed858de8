import assert from 'node:assert/strict'
import { test } from 'node:test'
import { responseFrames } from '../../../src/sources/kafka/response-frames.ts'
import { seeded } from '../../support/seeded.ts'

const response = (length: number, fill: number): Buffer => {
  const bytes = Buffer.alloc(4 + length, fill)
  bytes.writeInt32BE(length)
  return bytes
}

/** Reads as a socket does: at most what there is room for, and at most `most` bytes. */
function readAll(bytes: Buffer, most: () => number, isLength = (_: number) => true) {
  const taken: Buffer[] = []
  const refused: number[] = []
  const frames = responseFrames(
    isLength,
    whole => taken.push(whole),
    length => refused.push(length),
  )
  for (let at = 0; at < bytes.length && refused.length === 0; ) {
    const room = frames.room()
    assert.ok(room.length > 0, 'there is always room')
    const count = Math.min(room.length, most(), bytes.length - at)
    room.set(bytes.subarray(at, at + count))
    at += count
    frames.filled(count)
  }
  return { taken, refused }
}

test('responses come out whole and one by one, wherever the reads are cut', () => {
  const random = seeded(11)
  for (let round = 0; round < 300; round++) {
    const sent = Array.from({ length: random.int(1, 6) }, (_, i) => response(random.pick([0, 1, 3, 4, 5, 4096, 70_000]), i + 1))
    const { taken, refused } = readAll(Buffer.concat(sent), () => random.pick([1, 2, 3, 4, 7, 1000, 1 << 20]))
    assert.deepEqual(refused, [])
    assert.equal(taken.length, sent.length)
    for (const [i, whole] of taken.entries()) assert.ok(whole.equals(sent[i]!), `response ${i} of round ${round}`)
  }
})

test('a response that was taken is never written to again', () => {
  const { taken } = readAll(Buffer.concat([response(8, 1), response(8, 2)]), () => 5)
  assert.equal(taken[0]![4], 1)
  assert.equal(taken[1]![4], 2)
})

test('a length that no response has is refused, and no room is made for it', () => {
  const http = Buffer.from('HTTP/1.1 400 Bad Request')
  assert.deepEqual(
    readAll(
      http,
      () => 100,
      length => length < 0x08000000,
    ).refused,
    [0x48545450],
  )
  assert.deepEqual(readAll(Buffer.from([0xff, 0xff, 0xff, 0xff]), () => 100).refused, [-1])
})
