import type { Stored } from '../schema/column-builder.ts'
import { type DataType, simpleString } from '../schema/data-type.ts'
import { decimalText } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'
import { outOfDecimalRange } from './arithmetic-error.ts'

/** Why a value cannot be cast: its text is no such value, it lies beyond the type, or it has too many digits for any decimal. */
export type CastFailure = 'malformed' | 'overflow' | 'digits' | 'digits38'

/** Told of a value that cannot be cast: ends the batch, or gives null. */
export type RefuseCast = (why: CastFailure, value: Stored, from: DataType, to: DataType) => null

/** `tryCast`: what cannot be cast is null. */
export const giveNull: RefuseCast = () => null

/** `cast`. @throws CAST_INVALID_INPUT, CAST_OVERFLOW or ARITHMETIC_OVERFLOW with Spark's conditions */
export const failCast: RefuseCast = (why, value, from, to) => {
  const [source, target] = [simpleString(from).toUpperCase(), simpleString(to).toUpperCase()]
  const text = terminalText(textOf(value, from).slice(0, 200))
  switch (why) {
    case 'malformed':
      throw new SluiceError(
        'CAST_INVALID_INPUT',
        `[CAST_INVALID_INPUT] The value '${text}' of the type "${source}" cannot be cast to "${target}" because it is malformed. ` +
          'Correct the value as per the syntax, or change its target type. Use `tryCast` to tolerate malformed input and return NULL instead. SQLSTATE: 22018',
      )
    case 'overflow':
      throw new SluiceError(
        'CAST_OVERFLOW',
        `[CAST_OVERFLOW] The value ${text} of the type "${source}" cannot be cast to "${target}" due to an overflow. ` +
          'Use `tryCast` to tolerate overflow and return NULL instead. SQLSTATE: 22003',
      )
    case 'digits':
      throw outOfDecimalRange(text, target, { code: 'CAST_OVERFLOW' })
    case 'digits38':
      throw new SluiceError(
        'CAST_OVERFLOW',
        `[NUMERIC_OUT_OF_SUPPORTED_RANGE] The value ${text} cannot be interpreted as a numeric since it has more than 38 digits. ` +
          'Use `tryCast` to get null instead. SQLSTATE: 22003',
      )
  }
}

const textOf = (value: Stored, type: DataType): string =>
  type.kind === 'decimal' ? decimalText(value as bigint, type.scale) : String(value)
