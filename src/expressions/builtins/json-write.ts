import { javaDoubleText, javaFloatText } from '../../formats/java-double.ts'
import { formatDate } from '../../formats/time/format-date.ts'
import { formatPattern } from '../../formats/time/format-pattern.ts'
import { zoneOf } from '../../formats/time/zone.ts'
import type { Stored } from '../../schema/column-builder.ts'
import { type DataType, fieldsOf, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import type { Builtin } from './builtin.ts'
import { quotedText } from './json-copy.ts'
import { javaString } from './text-bytes.ts'
import { remembered, rowFunction } from './text-rows.ts'

/** How `toJson` writes. Names and meaning are Spark's JSON options. */
export interface ToJsonOptions {
  /** Fields that are null are left out. Default true; nulls in arrays and maps are always written. */
  readonly ignoreNullFields?: boolean
  /** Java pattern for moments. Default `yyyy-MM-dd'T'HH:mm:ss[.SSS][XXXXX]`. */
  readonly timestampFormat?: string
  /** Java pattern for days. Default `yyyy-MM-dd`. */
  readonly dateFormat?: string
  /** The zone that moments are written in. Default the session's. */
  readonly timeZone?: string
}

const OPTIONS = ['ignoreNullFields', 'timestampFormat', 'dateFormat', 'timeZone']
const TIMESTAMP_FORMAT = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXXXX]"
const MICROS_PER_DAY = 86_400_000_000

/** @throws INVALID_OPTION for an option that is not known, and a pattern or a zone that is none */
export function checkToJsonOptions(options: ToJsonOptions): void {
  for (const name of Object.keys(options)) {
    if (OPTIONS.includes(name)) continue
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot write JSON with "${name}": there is no such option. There are: ${OPTIONS.join(', ')}.`,
    )
  }
  zoneOf(options.timeZone ?? 'UTC')
  for (const pattern of [options.timestampFormat, options.dateFormat]) if (pattern !== undefined) formatPattern(pattern, 'UTC')
}

type Write = (value: NonNullable<Stored>) => string

/** Structs, arrays and maps as JSON text. @see Spark `StructsToJson`, `JacksonGenerator` */
export const toJson: Builtin = rowFunction({
  name: 'to_json',
  mayFail: false,
  type(args) {
    const [input] = args
    if (input === undefined || !['struct', 'array', 'map'].includes(input.kind))
      throw new SluiceError(
        'TYPE_MISMATCH',
        `[DATATYPE_MISMATCH.INVALID_JSON_SCHEMA] Cannot write ${input === undefined ? 'nothing' : simpleString(input)} as JSON: give a struct, an array or a map.`,
      )
    checkKeys(input)
    return { kind: 'string' }
  },
  apply([value, options], { context }, [input]) {
    return writerOf(input!.type, (options as string | undefined) ?? '{}', context.timeZone)(value!)
  },
})

const writerOf = remembered(
  (type: DataType, options: string, timeZone: string): Write => writer(type, JSON.parse(options) as ToJsonOptions, timeZone),
)

function checkKeys(type: DataType): void {
  if (type.kind === 'array') checkKeys(type.element)
  else if (type.kind === 'struct') for (const field of fieldsOf(type)) checkKeys(field.type)
  else if (type.kind === 'map') {
    if (['struct', 'array', 'binary'].includes(type.key.kind)) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot write ${simpleString(type)} as JSON: a name cannot be made of ${simpleString(type.key)}. Make the keys texts.`,
      )
    }
    checkKeys(type.value)
  }
}

/** How values of a type are written, for sinks. */
export function jsonWriter(type: DataType, options: ToJsonOptions, timeZone: string): Write {
  return writer(type, options, timeZone)
}

function writer(type: DataType, options: ToJsonOptions, timeZone: string): Write {
  switch (type.kind) {
    case 'string':
      return value => quotedText(javaString(value as string))
    case 'binary':
      return value => `"${Buffer.from(value as Uint8Array).toString('base64')}"`
    case 'float':
      return value => numberText(javaFloatText(value as number))
    case 'double':
      return value => numberText(javaDoubleText(value as number))
    case 'decimal':
      return value => bigDecimalText(value as bigint, type.scale)
    case 'timestamp': {
      const format = formatPattern(options.timestampFormat ?? TIMESTAMP_FORMAT, options.timeZone ?? timeZone)
      return value => quotedText(format(value as number | bigint))
    }
    case 'date': {
      if (options.dateFormat === undefined) return value => `"${formatDate(value as number)}"`
      const format = formatPattern(options.dateFormat, 'UTC')
      return value => quotedText(format((value as number) * MICROS_PER_DAY))
    }
    case 'array': {
      const element = nullable(writer(type.element, options, timeZone))
      return value => `[${(value as readonly Stored[]).map(element).join(',')}]`
    }
    case 'map': {
      const name = keyText(type.key)
      const item = nullable(writer(type.value, options, timeZone))
      return value =>
        `{${(value as readonly (readonly [Stored, Stored])[]).map(([k, v]) => `${quotedText(name(k))}:${item(v)}`).join(',')}}`
    }
    case 'struct':
      return structWriter(type, options, timeZone)
    default:
      return value => String(value)
  }
}

function structWriter(type: DataType & { kind: 'struct' }, options: ToJsonOptions, timeZone: string): Write {
  const fields = fieldsOf(type).map(field => ({
    prefix: `${quotedText(field.name)}:`,
    write: writer(field.type, options, timeZone),
  }))
  const ignoresNulls = options.ignoreNullFields ?? true
  return value => {
    const parts: string[] = []
    for (const [i, { prefix, write }] of fields.entries()) {
      const item = (value as readonly Stored[])[i]!
      if (item !== null) parts.push(prefix + write(item))
      else if (!ignoresNulls) parts.push(`${prefix}null`)
    }
    return `{${parts.join(',')}}`
  }
}

const nullable =
  (write: Write) =>
  (value: Stored): string =>
    value === null ? 'null' : write(value)

/** What is no number stands in quotes. */
const numberText = (text: string): string => (/[a-z]/.test(text) ? `"${text}"` : text)

/** Keys are not formatted: moments are microseconds, days are counted from 1970. */
function keyText(type: DataType): (key: Stored) => string {
  switch (type.kind) {
    case 'string':
      return key => javaString(key as string)
    case 'float':
      return key => javaFloatText(key as number)
    case 'double':
      return key => javaDoubleText(key as number)
    case 'decimal':
      return key => bigDecimalText(key as bigint, type.scale)
    default:
      return String
  }
}

/** With an exponent where there are many zeros behind the point. @see Java `BigDecimal.toString` */
export function bigDecimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  const sign = unscaled < 0n ? '-' : ''
  if (scale === 0) return sign + digits
  const exponent = digits.length - 1 - scale
  if (exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  }
  return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`
}
