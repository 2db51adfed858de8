import { findZone, type Zone } from '../zone.ts'
import type { Element, NumberElement, OffsetShape } from './element.ts'
import * as field from './element.ts'
import { zoneAt } from './zone-at.ts'

/** What a text said, not yet put together. */
export interface ParsedFields {
  /** By field; NaN where the text said nothing. */
  values: Float64Array
  zone: Zone | null
}

/** The fields of a text that matches as a whole; null otherwise. */
export function parseFields(elements: readonly Element[], text: string): ParsedFields | null {
  const fields: ParsedFields = { values: new Float64Array(field.FIELD_COUNT).fill(Number.NaN), zone: null }
  return parseAll(elements, text, 0, fields) === text.length ? fields : null
}

/** Where the text of the elements ends; -1: it does not match. */
function parseAll(elements: readonly Element[], text: string, from: number, fields: ParsedFields): number {
  let position = from
  for (const element of elements) {
    position = parseOne(element, text, position, fields)
    if (position < 0) return -1
  }
  return position
}

function parseOne(element: Element, text: string, at: number, fields: ParsedFields): number {
  switch (element.kind) {
    case 'literal':
      return startsWith(text, element.text, at) ? at + element.text.length : -1
    case 'number':
      return parseNumber(element, text, at, fields)
    case 'fraction': {
      let end = at
      while (end < at + element.maxWidth && isDigit(text.charCodeAt(end))) end++
      if (end < at + element.minWidth) return -1
      return set(fields, field.NANO_OF_SECOND, Number(text.slice(at, end).padEnd(9, '0')), end)
    }
    case 'text': {
      const index = element.texts.findIndex(name => startsWith(text, name, at))
      return index < 0 ? -1 : set(fields, element.field, element.from + index, at + element.texts[index]!.length)
    }
    case 'offset':
      if (startsWith(text, element.zero, at)) return set(fields, field.OFFSET_SECONDS, 0, at + element.zero.length)
      return parseOffset(element.shape, text, at, fields)
    case 'localizedOffset':
      return parseLocalizedOffset(element.full, text, at, fields)
    case 'zone': {
      const match = zoneAt(text, at, element.names)
      const zone = match === null ? null : findZone(match.id, true)
      if (match === null || zone === null) return -1
      fields.zone = zone
      return match.end
    }
    default: {
      const { values, zone } = fields
      fields.values = values.slice()
      const end = parseAll(element.elements, text, at, fields)
      if (end >= 0) return end
      fields.values = values
      fields.zone = zone
      return at
    }
  }
}

/** @see java.time.format.DateTimeFormatterBuilder.NumberPrinterParser#parse in strict mode */
function parseNumber(element: NumberElement, text: string, at: number, fields: ParsedFields): number {
  const { minWidth, maxWidth, sign, subsequentWidth } = element
  const first = text[at]
  const positive = first === '+'
  const negative = first === '-'
  if (positive && sign !== 'EXCEEDS_PAD') return -1
  if (negative && sign === 'NOT_NEGATIVE') return -1
  const start = positive || negative ? at + 1 : at
  let end = start
  const last = start + maxWidth + subsequentWidth
  while (end < last && isDigit(text.charCodeAt(end))) end++
  if (end - start < minWidth) return -1
  if (subsequentWidth > 0) end = Math.min(end, start + Math.max(minWidth, end - start - subsequentWidth))
  let value = Number(text.slice(start, end))
  if (negative) {
    if (value === 0) return -1
    value = -value
  } else if (sign === 'EXCEEDS_PAD' && positive !== end - start > minWidth) return -1
  return set(fields, element.field, element.reduced ? 2000 + value : value, end)
}

/** @see java.time.format.DateTimeFormatterBuilder.OffsetIdPrinterParser#parse */
function parseOffset(shape: OffsetShape, text: string, at: number, fields: ParsedFields): number {
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0
  const hours = twoDigits(text, at + 1)
  if (sign === 0 || hours < 0) return -1
  let end = at + 3
  const next = () => {
    const skipped = shape.colon ? (text[end] === ':' ? 1 : Number.NaN) : 0
    const value = Number.isNaN(skipped) ? -1 : twoDigits(text, end + skipped)
    if (value >= 0) end += skipped + 2
    return value
  }
  const minutes = next()
  if (minutes < 0 && shape.minutes === 'always') return -1
  const seconds = shape.seconds && minutes >= 0 ? next() : -1
  if (hours > 23) return -1
  const total = hours * 3600 + Math.max(minutes, 0) * 60 + Math.max(seconds, 0)
  return set(fields, field.OFFSET_SECONDS, sign * total, end)
}

/** @see java.time.format.DateTimeFormatterBuilder.LocalizedOffsetIdPrinterParser#parse */
function parseLocalizedOffset(full: boolean, text: string, at: number, fields: ParsedFields): number {
  const match = /^gmt(?:([+-])(\d{1,2})(?::(\d\d)(?::(\d\d))?)?)?/i.exec(text.slice(at, at + 12))
  if (match === null) return -1
  const [whole, sign, hours = '0', minutes, seconds = '0'] = match
  if (sign === undefined) return /[+-]/.test(text[at + 3] ?? '') ? -1 : set(fields, field.OFFSET_SECONDS, 0, at + 3)
  if (full && (hours.length < 2 || minutes === undefined)) return -1
  const total = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)
  return set(fields, field.OFFSET_SECONDS, sign === '-' ? -total : total, at + whole.length)
}

/** Two digits up to 59; -1 for anything else. */
function twoDigits(text: string, at: number): number {
  if (!isDigit(text.charCodeAt(at)) || !isDigit(text.charCodeAt(at + 1))) return -1
  const value = Number(text.slice(at, at + 2))
  return value > 59 ? -1 : value
}

/** A field may come twice, with the same value. */
function set(fields: ParsedFields, of: number, value: number, end: number): number {
  const before = fields.values[of]!
  if (!Number.isNaN(before) && before !== value) return -1
  fields.values[of] = value
  return end
}

/** @param lower the expected text in lower case */
function startsWith(text: string, lower: string, at: number): boolean {
  return text.startsWith(lower, at) || text.slice(at, at + lower.length).toLowerCase() === lower
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}
