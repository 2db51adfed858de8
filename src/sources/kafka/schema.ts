import { array, binary, integer, long, type StructType, string, struct, timestamp } from '../../schema/data-type.ts'

const fields = {
  key: binary(),
  value: binary(),
  topic: string(),
  partition: integer(),
  offset: long(),
  timestamp: timestamp(),
  timestampType: integer(),
}

/** The headers of a record: an array of structs, null when there are none. */
export const headersType = array(struct({ key: string(), value: binary() }))

const withoutHeaders = struct(fields)
const withHeaders = struct({ ...fields, headers: headersType })

/**
 * The columns of every Kafka source; `timestampType` is 0 for CreateTime, 1 for LogAppendTime.
 *
 * @see Spark `KafkaRecordToRowConverter`
 */
export function kafkaSchema(includeHeaders?: false): typeof withoutHeaders
export function kafkaSchema(includeHeaders: true): typeof withHeaders
export function kafkaSchema(includeHeaders: boolean): typeof withoutHeaders | typeof withHeaders
export function kafkaSchema(includeHeaders = false): StructType {
  return includeHeaders ? withHeaders : withoutHeaders
}
