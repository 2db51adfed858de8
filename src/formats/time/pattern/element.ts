/** A field that a pattern sets. The numbers are places in `ParsedFields.values`. @see java.time.temporal.ChronoField */
export const YEAR = 0
export const YEAR_OF_ERA = 1
export const ERA = 2
export const MONTH_OF_YEAR = 3
export const DAY_OF_MONTH = 4
export const DAY_OF_YEAR = 5
export const HOUR_OF_DAY = 6
export const CLOCK_HOUR_OF_DAY = 7
export const HOUR_OF_AMPM = 8
export const CLOCK_HOUR_OF_AMPM = 9
export const AMPM_OF_DAY = 10
export const MINUTE_OF_HOUR = 11
export const SECOND_OF_MINUTE = 12
export const NANO_OF_SECOND = 13
export const OFFSET_SECONDS = 14
export const FIELD_COUNT = 15

export interface NumberElement {
  readonly kind: 'number'
  readonly field: number
  readonly minWidth: number
  readonly maxWidth: number
  /** NORMAL: a minus. NOT_NEGATIVE: none. EXCEEDS_PAD: a minus, and a plus where there are more than `minWidth` digits. */
  readonly sign: 'NORMAL' | 'NOT_NEGATIVE' | 'EXCEEDS_PAD'
  /** Digits that belong to the numbers right behind this one. */
  readonly subsequentWidth: number
  /** Two digits of a year from 2000 on. */
  readonly reduced: boolean
}

/** One piece of a compiled pattern. */
export type Element =
  | NumberElement
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'fraction'; readonly minWidth: number; readonly maxWidth: number }
  /** `texts[i]`, in lower case, is the value `from + i`. */
  | { readonly kind: 'text'; readonly field: number; readonly texts: readonly string[]; readonly from: number }
  | { readonly kind: 'offset'; readonly shape: OffsetShape; readonly zero: string }
  | { readonly kind: 'localizedOffset'; readonly full: boolean }
  | { readonly kind: 'zone'; readonly names: 'none' | 'short' | 'full' }
  | { readonly kind: 'optional'; readonly elements: readonly Element[] }

/** What stands behind the hours of an offset. */
export interface OffsetShape {
  readonly colon: boolean
  readonly minutes: 'optional' | 'always'
  readonly seconds: boolean
}
