import { SluiceError } from '../util/error.ts'

/** The next offset to read, by topic and partition. Maps, because a topic may be called `__proto__`. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Makes offsets from triples; keeps the order of topics and partitions sorted. */
export function offsetsOf(entries: Iterable<readonly [topic: string, partition: number, offset: number]>): Offsets {
  const sorted = [...entries].sort(([topicA, a], [topicB, b]) => (topicA < topicB ? -1 : topicA > topicB ? 1 : a - b))
  const offsets = new Map<string, Map<number, number>>()
  for (const [topic, partition, offset] of sorted) {
    const partitions = offsets.get(topic) ?? new Map<number, number>()
    offsets.set(topic, partitions.set(partition, offset))
  }
  return offsets
}

export function* offsetEntries(offsets: Offsets): Generator<[topic: string, partition: number, offset: number]> {
  for (const [topic, partitions] of offsets) for (const [partition, offset] of partitions) yield [topic, partition, offset]
}

export function offsetAt(offsets: Offsets, topic: string, partition: number): number | undefined {
  return offsets.get(topic)?.get(partition)
}

/** Spark's text: `{"real-time-transactions":{"0":5,"1":7}}`. */
export function offsetsToJson(offsets: Offsets): string {
  const topics = [...offsets].map(([topic, partitions]) => {
    const entries = [...partitions].map(([partition, offset]) => `"${partition}":${offset}`)
    return `${JSON.stringify(topic)}:{${entries.join(',')}}`
  })
  return `{${topics.join(',')}}`
}

/**
 * Reads Spark's text of offsets.
 *
 * @throws INVALID_OPTION for anything else, with Spark's words.
 * @see Spark `JsonUtils.partitionOffsets`
 */
export function offsetsFromJson(text: string): Offsets {
  const refuse = () =>
    new SluiceError('INVALID_OPTION', `Expected e.g. {"topicA":{"0":23,"1":-1},"topicB":{"0":-2}}, got ${text}`)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw refuse()
  }
  if (!isRecord(parsed)) throw refuse()
  const entries: [string, number, number][] = []
  for (const [topic, partitions] of Object.entries(parsed)) {
    if (!isRecord(partitions)) throw refuse()
    for (const [partition, offset] of Object.entries(partitions)) {
      if (!/^\d+$/.test(partition) || !Number.isSafeInteger(offset)) throw refuse()
      entries.push([topic, Number(partition), offset as number])
    }
  }
  return offsetsOf(entries)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether both hold the same offset for the same partitions. */
export function sameOffsets(a: Offsets, b: Offsets): boolean {
  return offsetsToJson(a) === offsetsToJson(b)
}
