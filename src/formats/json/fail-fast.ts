import type { Stored } from '../../schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'
import { decimalText } from '../../schema/value-at.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { javaDoubleText, javaFloatText } from '../java-double.ts'
import type { ParsedRecord } from './parse-record.ts'

const MAX_SHOWN = 2000
const CONDITION = 'MALFORMED_RECORD_IN_PARSING'
const ADVICE = "Parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'."

/**
 * The error that ends a query in mode FAILFAST, in Spark's words: the record's values as they are stored (moments in
 * microseconds, days as numbers), as far as they were read, or its text.
 *
 * @param text the record
 * @see Spark `FailureSafeParser`
 */
export function malformed(schema: StructType, record: ParsedRecord, text: string, row: number): SluiceError {
  const { bad: reason, value, notNumber } = record
  const shown = (part: string) => terminalText(part.slice(0, MAX_SHOWN))
  const detected = (part: string) => `Malformed records are detected in record parsing: ${shown(part)}.\n${ADVICE}`
  const error = (condition: string, message: string) =>
    new SluiceError(CONDITION, `[${CONDITION}.${condition}] ${message}`, { row, reason })
  if (reason === 'an array') {
    return error('CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS', `${detected(text)} Parsing JSON arrays as structs is forbidden.`)
  }
  if (notNumber !== undefined) {
    const type = notNumber.type === 'float' ? 'FloatType' : 'DoubleType'
    const field = `field \`${shown(notNumber.field)}\``
    return error(
      'CANNOT_PARSE_STRING_AS_DATATYPE',
      `${detected(text)} Cannot parse the value '${shown(notNumber.value)}' of the ${field} as target spark data type ${type} from the input type StringType.`,
    )
  }
  const values = fieldsOf(schema).map(({ type }, i) => internalText(type, value?.[i] ?? null))
  return error('WITHOUT_SUGGESTION', `${detected(`[${values.join(',')}]`)} Reason: ${shown(reason ?? '')}.`)
}

/** A value as Spark's internal rows print. */
function internalText(type: DataType, value: Stored): string {
  if (value === null) return 'null'
  switch (type.kind) {
    case 'double':
      return javaDoubleText(value as number)
    case 'float':
      return javaFloatText(value as number)
    case 'decimal':
      return decimalText(value as bigint, type.scale)
    case 'string':
      return value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)
    case 'binary':
      return `X'${Buffer.from(value as Uint8Array)
        .toString('hex')
        .toUpperCase()}'`
    case 'array':
      return `[${(value as readonly Stored[]).map(element => internalText(type.element, element)).join(',')}]`
    case 'map': {
      const pairs = value as readonly (readonly [Stored, Stored])[]
      const keys = pairs.map(([key]) => internalText(type.key, key))
      return `keys: [${keys.join(',')}], values: [${pairs.map(([, inner]) => internalText(type.value, inner)).join(',')}]`
    }
    case 'struct': {
      const fields = fieldsOf(type).map((field, i) => internalText(field.type, (value as readonly Stored[])[i]!))
      return `[${fields.join(',')}]`
    }
    default:
      return String(value)
  }
}
