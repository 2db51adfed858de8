import { integer, struct } from '../../src/schema/data-type.ts'
import { type CaseRecord, type Parsed, type RecordOptions, row } from './case.ts'

/** Seconds since the epoch of a time in UTC: `utc('2016-03-27 19:39:34')`. */
export const utc = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000

export const VALUE = struct({ value: integer() })
export type Values = { readonly t: Parsed<(typeof VALUE)['fields']> }

/** Records whose value is a number and whose time is that second. */
export const seconds = (...values: number[]): CaseRecord[] => values.map(value => row({ value }, { at: value }))

/** Records with these values, all of one time. */
export const values = (...list: (number | null)[]): CaseRecord[] => list.map(value => row({ value }))

/** `seconds` into a stream or partition of a name. */
export const secondsIn = (options: RecordOptions, ...list: number[]): CaseRecord[] =>
  list.map(value => row({ value }, { ...options, at: value }))
