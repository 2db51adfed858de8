import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { longOverflow } from '../arithmetic-error.ts'
import { isIntegral } from '../arithmetic-type.ts'
import { powerOfTen } from '../decimal-math.ts'
import { MAX_LONG, MIN_LONG, storedLong } from '../integer-limits.ts'
import { isNumeric } from '../numeric-type.ts'
import type { Builtin } from './builtin.ts'
import { LONG, TIMESTAMP, timeFunction } from './time-rows.ts'

/** Microseconds that 64 bits hold. @throws ARITHMETIC_OVERFLOW */
export function exactMicros(us: bigint): number | bigint {
  if (us >= MIN_LONG && us <= MAX_LONG) return storedLong(us)
  throw longOverflow()
}

/** A number of units since 1970-01-01T00:00:00Z as a moment. */
function fromUnits(name: string, unitUs: bigint): Builtin {
  return timeFunction({
    name,
    takes: 'an integer',
    fits: args => args.length === 1 && isIntegral(args[0]!),
    result: TIMESTAMP,
    mayFail: true,
    apply: ([input], row) => exactMicros(BigInt(storedAt(input!, row) as number | bigint) * unitUs),
  })
}

/** A moment as whole units, towards the past. */
function toUnits(name: string, unitUs: bigint): Builtin {
  return timeFunction({
    name,
    takes: 'a timestamp',
    fits: args => args.length === 1 && args[0]!.kind === 'timestamp',
    result: LONG,
    apply: ([input], row) => {
      const given = storedAt(input!, row) as number | bigint
      if (typeof given === 'number') return Math.floor(given / Number(unitUs))
      const us = BigInt(given)
      return storedLong(us / unitUs - (us % unitUs < 0n ? 1n : 0n))
    },
  })
}

/** Seconds, with a fraction: what a decimal has beyond microseconds is refused, of a double it is cut off. */
function ofSeconds(value: Stored, type: DataType): Stored {
  if (type.kind === 'decimal') {
    const scaled = (value as bigint) * 1_000_000n
    const unit = powerOfTen(type.scale)
    if (scaled % unit !== 0n)
      throw new SluiceError(
        'ARITHMETIC_OVERFLOW',
        'Cannot make a timestamp of seconds: Rounding necessary, there is more than microseconds.',
      )
    return exactMicros(scaled / unit)
  }
  if (type.kind === 'double' || type.kind === 'float') {
    const us = Math.trunc((value as number) * 1e6) + 0
    if (!Number.isFinite(value as number)) return null
    return us >= 2 ** 63 ? MAX_LONG : us <= -(2 ** 63) ? MIN_LONG : storedLong(BigInt(us))
  }
  return exactMicros(BigInt(value as number | bigint) * 1_000_000n)
}

/** @see Spark `datetimeExpressions.scala` (SecondsToTimestamp, UnixSeconds and their like) */
export const EPOCH_BUILTINS: readonly Builtin[] = [
  timeFunction({
    name: 'timestamp_seconds',
    takes: 'a number',
    fits: args => args.length === 1 && isNumeric(args[0]!),
    result: TIMESTAMP,
    mayFail: true,
    apply: ([input], row) => ofSeconds(storedAt(input!, row), input!.type),
  }),
  fromUnits('timestamp_millis', 1000n),
  fromUnits('timestamp_micros', 1n),
  toUnits('unix_seconds', 1_000_000n),
  toUnits('unix_millis', 1000n),
  toUnits('unix_micros', 1n),
]
