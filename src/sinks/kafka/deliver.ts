import { setTimeout as delay } from 'node:timers/promises'
import type { IHeaders, Producer } from 'kafkajs'
import { isConnectionProblem, type KafkaJsError, kafkaError, rootOf } from '../../sources/kafka/kafka-error.ts'
import { messageOf, SluiceError } from '../../util/error.ts'

/** A message to send. */
export interface ProduceRecord {
  readonly key?: string | Uint8Array | null
  /** `null` is a tombstone. */
  readonly value: string | Uint8Array | null
  /** Milliseconds since 1970. Default: the time of sending. */
  readonly timestampMs?: number
  /** In order; names may repeat. */
  readonly headers?: readonly (readonly [name: string, value: string | Uint8Array])[]
  /** Default: by the key, or in turn. */
  readonly partition?: number
}

/** Where a message lies now. */
export interface Delivery {
  readonly partition: number
  /** -1 with `acks: 0`, which asks for no answer. */
  readonly offset: number
  /** As the broker keeps it; -1 where the caller of `deliver` knows no time. */
  readonly timestampMs: number
}

export interface DeliveryProblem {
  readonly partition: number
  /** How many records it concerns. */
  readonly records: number
  /** From 1. */
  readonly attempt: number
  /** `false`: these records are given up. */
  readonly willRetry: boolean
}

export interface DeliverOptions {
  readonly producer: Pick<Producer, 'send'>
  readonly topic: string
  readonly brokers: readonly string[]
  readonly acks: -1 | 0 | 1
  readonly compression: number
  /** How long a batch is tried again. */
  readonly retryForMs: number
  readonly signal?: AbortSignal
  /** The time of sending, for records without one. */
  readonly now?: () => number
  readonly onError: (error: SluiceError, problem: DeliveryProblem) => void
}

const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])
/** A topic just made is unknown to some brokers for a moment; one that stays unknown has been deleted. */
const UNKNOWN_TOPIC_MS = 5_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/**
 * Sends records to one partition, in order, and again after a failure that may pass. A batch that is too large for the
 * broker is halved; a record that is too large by itself is given up, and the others arrive.
 *
 * @returns where each record lies; null for one that is given up
 * @throws KAFKA_UNREACHABLE, KAFKA_UNKNOWN_TOPIC, KAFKA_REQUEST_FAILED, PERMISSION_DENIED when trying again cannot help
 */
export async function deliver(
  partition: number,
  records: readonly ProduceRecord[],
  options: DeliverOptions,
): Promise<readonly (Delivery | null)[]> {
  const { producer, topic, brokers, acks, compression, retryForMs, signal, onError } = options
  const sentAtMs = options.now?.()
  const messages = records.map(({ key, value, headers, timestampMs = sentAtMs }) => ({
    key: key === undefined || key === null ? null : bufferOf(key),
    value: value === null ? null : bufferOf(value),
    ...(timestampMs === undefined ? {} : { timestamp: String(timestampMs) }),
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    partition,
  }))
  // kafkajs groups messages by partition in a way that copies the group for each message, quadratic in the batch. These
  // are one group already.
  Object.defineProperty(messages, 'reduce', { value: () => ({ [partition]: messages }) })
  const firstMs = performance.now()
  for (let attempt = 1, pauseMs = FIRST_PAUSE_MS; ; attempt++, pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const [metadata] = await producer.send({ topic, acks, compression, messages })
      const baseOffset = Number(metadata?.baseOffset ?? Number.NaN)
      const appendMs = Number(metadata?.logAppendTime ?? -1)
      return records.map(({ timestampMs = sentAtMs ?? -1 }, i) => ({
        partition,
        offset: Number.isNaN(baseOffset) ? -1 : baseOffset + i,
        timestampMs: appendMs >= 0 ? appendMs : timestampMs,
      }))
    } catch (thrown) {
      const root = rootOf(thrown)
      const doing = `send to partition ${partition} of topic ${JSON.stringify(topic)}`
      if (TOO_LARGE.has(root.type ?? '')) {
        if (records.length > 1) {
          const half = records.length >> 1
          const first = await deliver(partition, records.slice(0, half), options)
          return [...first, ...(await deliver(partition, records.slice(half), options))]
        }
        onError(tooLarge(topic, partition, records[0]!), { partition, records: 1, attempt, willRetry: false })
        return [null]
      }
      const patienceMs = root.type === 'UNKNOWN_TOPIC_OR_PARTITION' ? Math.min(UNKNOWN_TOPIC_MS, retryForMs) : retryForMs
      const willRetry = mayPass(root) && !signal?.aborted && performance.now() - firstMs + pauseMs < patienceMs
      const error = kafkaError(thrown, doing, brokers)
      onError(error, { partition, records: records.length, attempt, willRetry })
      if (!willRetry) throw error
      await delay(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => {})
    }
  }
}

function mayPass(root: KafkaJsError): boolean {
  return root.retriable === true || isConnectionProblem(root) || /disconnected/i.test(messageOf(root))
}

/** kafkajs takes headers by name, which would lose their order: a list of its own that maps to all of them keeps it. */
function headersOf(headers: NonNullable<ProduceRecord['headers']>): IHeaders {
  if (headers.length === 0) return {}
  const all = headers.map(([key, value]) => ({ key, value: bufferOf(value) }))
  const list: Buffer[] = []
  Object.defineProperty(list, 'map', { value: () => all })
  return { all: list }
}

function bufferOf(content: string | Uint8Array): Buffer {
  return typeof content === 'string'
    ? Buffer.from(content, 'utf8')
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
}

function tooLarge(topic: string, partition: number, { key, value }: ProduceRecord): SluiceError {
  const bytes = sizeOf(key) + sizeOf(value)
  return new SluiceError(
    'KAFKA_REQUEST_FAILED',
    `Cannot send a record of ${bytes} bytes to partition ${partition} of topic ${JSON.stringify(topic)}: the broker takes smaller ones only. Raise "max.message.bytes" of the topic, or send less in one message.`,
    { topic, partition, bytes },
  )
}

/** Bytes in UTF-8. */
export function sizeOf(content: string | Uint8Array | null | undefined): number {
  return content === null || content === undefined ? 0 : Buffer.byteLength(content)
}
