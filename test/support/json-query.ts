import { fromJson } from '../../src/expressions/functions/json.ts'
import { type Fields, type StructType, struct } from '../../src/schema/data-type.ts'
import type { MemorySourceOptions } from '../../src/sources/memory.ts'
import { type MemoryStream, memoryStream } from './memory-query.ts'

/** A stream of JSON records with the fields of a schema as columns, and the time of the record as `ts`. */
export function jsonStream<F extends Fields>(
  fields: F,
  options: MemorySourceOptions = {},
  memory: MemoryStream = memoryStream(options),
) {
  const schema: StructType<F> = struct(fields)
  const stream = memory.stream
    .select(r => ({ data: fromJson(r.value.cast('string'), schema), ts: r.timestamp }))
    .select(t => ({ ...t.data, ts: t.ts }))
  return { ...memory, stream, raw: memory.stream }
}
