import { bytesAt } from '../schema/byte-values.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { Stored } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import {
  array,
  binary,
  type DataType,
  fieldsOf,
  integer,
  type StructType,
  sameType,
  simpleString,
  string,
  struct,
} from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { SluiceError } from '../util/error.ts'
import type { TopicRecord } from './kafka/record-writer.ts'

const HEADERS = array(struct({ key: string(), value: binary() }))
const TYPES: Readonly<Record<string, readonly DataType[]>> = {
  topic: [string()],
  key: [string(), binary()],
  value: [string(), binary()],
  headers: [HEADERS],
  partition: [integer()],
}

/**
 * Refuses columns that do not make Kafka records, in Spark's words.
 *
 * @throws ANALYSIS
 * @see Spark `KafkaWriter.validateQuery`
 */
export function checkKafkaColumns(schema: StructType, topic: string | undefined): void {
  const has = (name: string) => Object.hasOwn(schema.fields, name)
  if (topic === undefined && !has('topic')) {
    throw new SluiceError(
      'ANALYSIS',
      `topic option required when no 'topic' attribute is present. Use the topic option for setting a topic: kafkaSink({ topic: "name" }).`,
    )
  }
  for (const name of ['topic', 'key', 'value', 'headers', 'partition']) {
    // The option wins over the column, whatever the column is.
    if (name === 'topic' && topic !== undefined) continue
    if (name === 'value' && !has(name)) {
      const names = Object.keys(schema.fields).join(', ')
      throw new SluiceError(
        'ANALYSIS',
        `Required attribute 'value' not found. Columns: ${names}. Select a text or bytes as value, such as toJson(…).`,
      )
    }
    const type = schema.fields[name]
    const desired = TYPES[name]!
    if (type === undefined || desired.some(each => sameType(each, type))) continue
    throw new SluiceError(
      'ANALYSIS',
      `${name} attribute unsupported type ${simpleString(type)}. ${name} must be a(n) ${desired.map(simpleString).join(' or ')}`,
      { column: name },
    )
  }
}

/**
 * The rows as records; columns of other names are left out.
 *
 * @throws ANALYSIS `[KAFKA_NULL_TOPIC_IN_DATA]` for a row without a topic; UNSUPPORTED_OPERATION for a header without a value
 * @see Spark `KafkaRowWriter`
 */
export function kafkaRecords(batch: ColumnBatch, topic: string | undefined): readonly TopicRecord[] {
  const names = fieldsOf(batch.schema).map(({ name }) => name)
  const columnOf = (name: string): ColumnVector | undefined => batch.columns[names.indexOf(name)]
  const [topics, keys, values] = [topic === undefined ? columnOf('topic') : undefined, columnOf('key'), columnOf('value')!]
  const [headers, partitions] = [columnOf('headers'), columnOf('partition')]
  // Bytes as they are: a text that is not UTF-8 must arrive unchanged.
  const contentAt = (column: ColumnVector, row: number): Uint8Array | null => {
    if (column.layout !== 'utf8' || isNullAt(column, row)) return null
    return bytesAt(column.dictionary, column.codes === null ? row : column.codes[row]!)
  }
  return Array.from({ length: batch.numRows }, (_, row) => {
    const to = topic ?? (storedAt(topics!, row) as string | null)
    if (to === null) {
      throw new SluiceError(
        'ANALYSIS',
        '[KAFKA_NULL_TOPIC_IN_DATA] The Kafka message data sent to the producer contains a null topic. Use the `topic` option for setting a default topic, or filter these rows.',
      )
    }
    return {
      topic: to,
      value: contentAt(values, row),
      ...(keys === undefined ? {} : { key: contentAt(keys, row) }),
      ...(partitions === undefined || isNullAt(partitions, row) ? {} : { partition: storedAt(partitions, row) as number }),
      ...(headers === undefined || isNullAt(headers, row) ? {} : { headers: headersAt(headers, row) }),
    }
  })
}

function headersAt(column: ColumnVector, row: number): NonNullable<TopicRecord['headers']> {
  return (storedAt(column, row) as readonly (readonly Stored[] | null)[]).map(header => {
    const [name = null, value = null] = header ?? []
    if (name !== null && value !== null) return [name as string, value as Uint8Array]
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      `Cannot send a header ${name === null ? 'without a name' : `${JSON.stringify(name)} without a value`} to Kafka. Leave such headers out, or give them a text of no length.`,
    )
  })
}
