import type { OffsetRange } from './source.ts'

/**
 * Ranges in the order in which Spark reads them. It shows in the last bit of a sum of doubles, which is added partition
 * by partition. Spark takes the order in which its map of offsets lists them: up to four as they came out of the map before,
 * beyond that by their hash.
 *
 * @see Spark `KafkaOffsetReaderAdmin.getOffsetRangesFromResolvedOffsets`; Kafka `ListOffsetsResult.all`
 */
export function inSparkOrder(ranges: readonly OffsetRange[]): readonly OffsetRange[] {
  const hashed = ranges.map(range => ({ range, hash: hashOf(range) }))
  const ordered = hashed.length <= 4 ? bucketOrder(hashed) : trieOrder(hashed, 0)
  return ordered.map(({ range }) => range)
}

interface Hashed {
  readonly range: OffsetRange
  readonly hash: number
}

/** @see Kafka `TopicPartition.hashCode`, Java `String.hashCode` */
function hashOf({ topic, partition }: OffsetRange): number {
  let text = 0
  for (let i = 0; i < topic.length; i++) text = (Math.imul(31, text) + topic.charCodeAt(i)) | 0
  return (Math.imul(31, 31 + partition) + text) | 0
}

/** The order of Scala's mutable map: by bucket, of which there are 16. */
function bucketOrder(hashed: readonly Hashed[]): readonly Hashed[] {
  const bucket = ({ hash }: Hashed) => (hash ^ (hash >>> 16)) & 15
  return [...hashed].sort((a, b) => bucket(a) - bucket(b))
}

/** @see Scala 2.13 `scala.collection.Hashing.improve` */
function improved(hash: number): number {
  let h = (hash + ~(hash << 9)) | 0
  h ^= h >>> 14
  h = (h + (h << 4)) | 0
  return h ^ (h >>> 10)
}

/** The order of Scala's immutable map, a trie over five bits of the improved hash at a time: at each node first the entries alone at their place, then the nodes below. */
function trieOrder(hashed: readonly Hashed[], shift: number): readonly Hashed[] {
  if (hashed.length < 2 || shift >= 32) return hashed
  const places = Array.from({ length: 32 }, (): Hashed[] => [])
  for (const entry of hashed) places[(improved(entry.hash) >>> shift) & 31]!.push(entry)
  const alone = places.filter(place => place.length === 1).flat()
  return [...alone, ...places.filter(place => place.length > 1).flatMap(place => trieOrder(place, shift + 5))]
}
