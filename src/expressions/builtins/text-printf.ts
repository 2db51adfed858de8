import { javaDoubleText, javaFloatText } from '../../formats/java-double.ts'
import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { bigDecimalText } from './json-write.ts'
import { javaString } from './text-bytes.ts'
import { remembered, rowFunction } from './text-rows.ts'

/** `%[index$][flags][width][.precision]conversion`. */
interface Specifier {
  readonly index: number | null
  readonly flags: string
  readonly width: number
  readonly precision: number | null
  readonly conversion: string
}

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/y
const WIDTHS: Readonly<Partial<Record<DataType['kind'], number>>> = {
  byte: 8,
  short: 16,
  integer: 32,
  date: 32,
  long: 64,
  timestamp: 64,
}
const REFUSED_TYPES = ['array', 'map', 'struct', 'binary']

/**
 * A text with its `%s`, `%d`, `%x`, `%o`, `%f`, `%e`, `%b`, `%c` filled in, as `java.util.Formatter` does for the US; null is
 * `null`. Moments and days are the numbers that they are stored as.
 * @see Spark `FormatString`
 */
export const formatString: Builtin = rowFunction({
  name: 'format_string',
  mayFail: true,
  takesNulls: true,
  type(args) {
    if (args[0]?.kind !== 'string' || args.some(({ kind }) => REFUSED_TYPES.includes(kind)))
      throw wrongArguments('format_string', 'a format and texts, numbers, booleans, times', args)
    return { kind: 'string' }
  },
  apply([format, ...values], _, [, ...inputs]): Stored {
    if (format === null) return null
    let next = 0
    return partsOf(javaString(format as string))
      .map(part => {
        if (typeof part === 'string') return part
        if (part.conversion === 'n') return '\n'
        if (part.conversion === '%') return padded('%', part)
        const index = part.index === null ? next++ : part.index - 1
        if (index < 0 || index >= values.length) throw refused(format as string, `there is no argument ${index + 1}`)
        return formatted(part, values[index]!, inputs[index]!.type, format as string)
      })
      .join('')
  },
})

const partsOf = remembered((format: string): readonly (string | Specifier)[] => {
  const parts: (string | Specifier)[] = []
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at)
    const end = percent === -1 ? format.length : percent
    if (end > at) parts.push(format.slice(at, end))
    if (percent === -1) break
    SPECIFIER.lastIndex = percent
    const match = SPECIFIER.exec(format)
    if (match === null) throw refused(format, `"${format.slice(percent, percent + 2)}" is no conversion`)
    const [, index, flags, width, precision, conversion] = match
    const specifier: Specifier = {
      index: index === undefined ? null : Number(index),
      flags: flags!,
      width: Number(width ?? 0),
      precision: precision === undefined ? null : Number(precision),
      conversion: conversion!,
    }
    check(specifier, width !== undefined, format)
    parts.push(specifier)
    at = SPECIFIER.lastIndex
  }
  return parts
})

/** The flags that a conversion takes. */
const FLAGS: Readonly<Record<string, string>> = {
  s: '-',
  b: '-',
  c: '-',
  d: '-+ 0,(',
  x: '-#0',
  o: '-#0',
  f: '-#+ 0,(',
  e: '-#+ 0(',
  '%': '-',
  n: '',
}

/** @see Java `Formatter.FormatSpecifier` */
function check({ index, flags, precision, conversion }: Specifier, hasWidth: boolean, format: string): void {
  if (index === 0) {
    throw new SluiceError(
      'INVALID_OPTION',
      '[INVALID_PARAMETER_VALUE.ZERO_INDEX] The value of parameter(s) `strfmt` in `format_string` is invalid: expects %1$, %2$ and so on, but got %0$. SQLSTATE: 22023',
    )
  }
  const lower = conversion.toLowerCase()
  const allowed = FLAGS[lower]
  if (allowed === undefined) throw refused(format, `%${conversion} is no conversion`)
  for (const flag of flags) if (!allowed.includes(flag)) throw refused(format, `%${conversion} does not take the flag "${flag}"`)
  if (/[-0]/.test(flags) && !hasWidth) throw refused(format, 'a flag for the width stands without a width')
  if (/-.*0|0.*-|\+.* | .*\+/.test(flags)) throw refused(format, `the flags "${flags}" cannot stand together`)
  if (precision !== null && !'sbfe'.includes(lower)) throw refused(format, `%${conversion} takes no precision`)
}

const refused = (format: string, why: string): SluiceError =>
  new SluiceError('INVALID_OPTION', `Cannot format by "${terminalText(format)}": ${why}.`)

function formatted(specifier: Specifier, value: Stored, type: DataType, format: string): string {
  const lower = specifier.conversion.toLowerCase()
  const text = textOf(specifier, lower, value, type)
  if (text === null) throw refused(format, `%${specifier.conversion} does not take a ${type.kind}`)
  const result = padded(text, specifier)
  return specifier.conversion === lower ? result : result.toUpperCase()
}

function textOf(specifier: Specifier, conversion: string, value: Stored, type: DataType): string | null {
  if (conversion === 'b') return cut(String(typeof value === 'boolean' ? value : value !== null), specifier)
  if (value === null) return cut('null', specifier)
  if (conversion === 's') return cut(plainText(value, type), specifier)
  const bits = WIDTHS[type.kind]
  if (conversion === 'c') {
    const isPoint = bits !== undefined && bits < 64 && (value as number) >= 0 && (value as number) <= 0x10ffff
    return isPoint ? String.fromCodePoint(value as number) : null
  }
  if (conversion === 'f' || conversion === 'e') {
    const isReal = type.kind === 'double' || type.kind === 'float'
    return isReal ? realText(value as number, type, conversion, specifier) : null
  }
  if (bits === undefined) return null
  const whole = BigInt(value as number | bigint)
  if (conversion === 'd') return signed(whole < 0n, grouped(String(whole < 0n ? -whole : whole), specifier), specifier)
  const prefix = specifier.flags.includes('#') ? (conversion === 'x' ? '0x' : '0') : ''
  const digits = BigInt.asUintN(bits, whole).toString(conversion === 'x' ? 16 : 8)
  return prefix + zeros(digits, prefix.length, specifier)
}

function plainText(value: NonNullable<Stored>, type: DataType): string {
  if (type.kind === 'double') return javaDoubleText(value as number)
  if (type.kind === 'float') return javaFloatText(value as number)
  if (type.kind === 'decimal') return bigDecimalText(value as bigint, type.scale)
  return type.kind === 'string' ? javaString(value as string) : String(value)
}

const cut = (text: string, { precision }: Specifier) => (precision === null ? text : text.slice(0, precision))

function padded(text: string, { flags, width }: Specifier): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width)
}

const zeros = (digits: string, taken: number, { flags, width }: Specifier) =>
  flags.includes('0') ? digits.padStart(width - taken, '0') : digits

function grouped(whole: string, { flags }: Specifier): string {
  return flags.includes(',') ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
}

function signed(isNegative: boolean, digits: string, specifier: Specifier): string {
  const { flags } = specifier
  if (isNegative && flags.includes('(')) return `(${zeros(digits, 2, specifier)})`
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  return sign + zeros(digits, sign.length, specifier)
}

/** Rounded from the shortest digits of the number, halves up. */
function realText(value: number, type: DataType, conversion: string, specifier: Specifier): string {
  if (Number.isNaN(value)) return 'NaN'
  const isNegative = value < 0 || Object.is(value, -0)
  if (!Number.isFinite(value)) return signed(isNegative, 'Infinity', { ...specifier, flags: specifier.flags.replace('0', '') })
  const places = specifier.precision ?? 6
  const shortest = (type.kind === 'float' ? javaFloatText(value) : javaDoubleText(value)).replace(/^-/, '')
  const [mantissa, power = '0'] = shortest.split('E') as [string, string?]
  const [whole, fraction] = mantissa.split('.') as [string, string]
  const digits = BigInt(whole + fraction)
  const exponent = Number(power) - fraction.length
  if (conversion === 'f') {
    const text = String(rounded(digits, exponent + places)).padStart(places + 1, '0')
    const point = places === 0 ? '' : `.${text.slice(-places)}`
    return signed(isNegative, grouped(text.slice(0, text.length - places), specifier) + point, specifier)
  }
  const length = String(digits).length
  let e = digits === 0n ? 0 : length - 1 + exponent
  let scaled = String(digits === 0n ? 0n : rounded(digits, places + 1 - length)).padEnd(places + 1, '0')
  if (scaled.length > places + 1) {
    scaled = scaled.slice(0, -1)
    e++
  }
  const point = places === 0 ? '' : `.${scaled.slice(1)}`
  return signed(isNegative, `${scaled[0]}${point}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`, specifier)
}

/** `digits` · 10^`power`, rounded to a whole number. */
function rounded(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power)
  const unit = 10n ** BigInt(-power)
  return (2n * digits + unit) / (2n * unit)
}
