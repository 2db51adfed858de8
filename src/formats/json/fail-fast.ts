import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { fieldsOf, type StructType } from '../../schema/data-type.ts'
import { valueAt } from '../../schema/value-at.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'

const MAX_SHOWN = 2000

/** The error that ends a query in mode FAILFAST, in Spark's words: the record's values as far as they were read. */
export function malformed(schema: StructType, value: readonly Stored[], reason: string, row: number): SluiceError {
  const values = fieldsOf(schema).map((field, i) => {
    const shown = valueAt(vectorOf(field.type, [value[i]!]), 0)
    return shown !== null && typeof shown === 'object'
      ? JSON.stringify(shown, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))
      : String(shown)
  })
  const record = `[${values.join(',')}]`
  return new SluiceError(
    'MALFORMED_RECORD_IN_PARSING',
    `Malformed records are detected in record parsing: ${terminalText(record.slice(0, MAX_SHOWN))}. Parse Mode: FAILFAST. Reason: ${reason}. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.`,
    { row, reason },
  )
}
