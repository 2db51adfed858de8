import { connect, type Socket } from 'node:net'

/** Sends record batches that are encoded already, several requests at a time, to a cluster of one broker. */
export interface RawProducer {
  /** Resolves when there is room for more on the way; what fails is told by the next call. */
  send(topic: string, batches: readonly PartitionBatch[]): Promise<void>
  /** Resolves when everything has arrived. */
  close(): Promise<void>
}

export interface PartitionBatch {
  readonly partition: number
  readonly batch: Buffer
}

const PRODUCE = 0
const VERSION = 7
const MOST_ON_THE_WAY = 8
const TIMEOUT_MS = 30_000

/** @see Kafka documentation, "Produce API", version 7 */
export async function rawProducer(broker: string): Promise<RawProducer> {
  const colon = broker.lastIndexOf(':')
  const socket = connect(Number(broker.slice(colon + 1)), broker.slice(0, colon)).setNoDelay()
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let onTheWay = 0
  let failure: Error | null = null
  let wake = () => {}
  const room = () => new Promise<void>(resolve => (wake = resolve))
  const fail = (reason: string) => {
    failure ??= new Error(`Cannot fill the topics: ${reason}.`)
    wake()
  }
  socket.on('error', error => fail(error.message))
  socket.on('close', () => onTheWay > 0 && fail('the broker closed the connection'))
  onFrames(socket, frame => {
    onTheWay--
    try {
      const errorCode = errorCodeOf(frame)
      if (errorCode !== 0) fail(`Kafka answers with error code ${errorCode}`)
    } catch (thrown) {
      fail(`Kafka's answer is not understood: ${(thrown as Error).message}`)
    }
    wake()
  })
  const waitUntil = async (most: number) => {
    while (failure === null && onTheWay > most) await room()
    if (failure !== null) throw failure
  }
  let correlationId = 0
  return {
    async send(topic, batches) {
      await waitUntil(MOST_ON_THE_WAY - 1)
      onTheWay++
      for (const part of requestParts(++correlationId, topic, batches)) socket.write(part)
    },
    async close() {
      try {
        await waitUntil(0)
      } finally {
        socket.destroy()
      }
    },
  }
}

function* requestParts(correlationId: number, topic: string, batches: readonly PartitionBatch[]): Iterable<Buffer> {
  const head = Buffer.concat([int16(PRODUCE), int16(VERSION), int32(correlationId), text('sluice-bench')])
  // no transaction; acknowledged by the leader; one topic
  const body = Buffer.concat([int16(-1), int16(1), int32(TIMEOUT_MS), int32(1), text(topic), int32(batches.length)])
  const payload = batches.reduce((sum, { batch }) => sum + 8 + batch.length, 0)
  yield Buffer.concat([int32(head.length + body.length + payload), head, body])
  for (const { partition, batch } of batches) {
    yield Buffer.concat([int32(partition), int32(batch.length)])
    yield batch
  }
}

/** The first error code of a Produce response, behind its correlation id. */
function errorCodeOf(frame: Buffer): number {
  let position = 4 + 4 // correlation id, one topic
  position += 2 + frame.readInt16BE(position)
  const partitions = frame.readInt32BE(position)
  for (let i = 0; i < partitions; i++) {
    const errorCode = frame.readInt16BE(position + 4 + i * 30 + 4)
    if (errorCode !== 0) return errorCode
  }
  return 0
}

function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let waiting = Buffer.alloc(0)
  socket.on('data', chunk => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE(0)) {
      const end = 4 + waiting.readInt32BE(0)
      take(waiting.subarray(4, end))
      waiting = waiting.subarray(end)
    }
  })
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}

const text = (value: string) => Buffer.concat([int16(value.length), Buffer.from(value)])
