import { zoneOf } from '../../formats/time/zone.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { failCast } from '../cast-failure.ts'
import { castStored } from '../cast-stored.ts'
import { isNumeric } from '../numeric-type.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'
import { dateFrom, fieldOutOfBounds, textOfRow } from './time-dates.ts'
import { isInt, momentOf, TIMESTAMP } from './time-rows.ts'
import { zoneNamed } from './time-zones.ts'

/** The seconds with their fraction: as many digits as Spark gives them. */
const SECONDS = { kind: 'decimal', precision: 16, scale: 6 } as const

function makeTimestamp(name: string, onError: 'fail' | 'null'): Builtin {
  return {
    name,
    mayFail: true,
    type(args) {
      const [zone, ...more] = args.slice(6)
      const fits = args.length >= 6 && args.slice(0, 5).every(isInt) && isNumeric(args[5]!) && more.length === 0
      if (!fits || (zone !== undefined && zone.kind !== 'string'))
        throw wrongArguments(name, 'year, month, day, hour, minute, seconds and perhaps a time zone', args)
      return TIMESTAMP
    },
    evaluate(args, call) {
      const stored: Stored[] = []
      for (let row = 0; row < call.numRows; row++)
        stored.push(args.some(arg => isNullAt(arg, row)) ? null : made(args, row, call, onError))
      return vectorOf(TIMESTAMP, stored)
    },
  }
}

function made(args: readonly ColumnVector[], row: number, { context }: Call, onError: 'fail' | 'null'): Stored {
  const seconds = castStored(storedAt(args[5]!, row), args[5]!.type, SECONDS, context, failCast) as bigint | null
  if (seconds === null) return null
  const zone = args[6] === undefined ? zoneOf(context.timeZone) : zoneNamed(textOfRow(args[6], row))
  const [year, month, day, hour, minute] = args.map(arg => storedAt(arg, row)) as [number, number, number, number, number]
  try {
    return momentOf({ days: dateFrom(year, month, day), ofDayUs: ofDay(hour, minute, seconds) }, zone)
  } catch (thrown) {
    if (onError === 'null' && thrown instanceof SluiceError) return null
    throw thrown
  }
}

/** Microseconds of the day; 60 seconds are the next minute. */
function ofDay(hour: number, minute: number, exactSeconds: bigint): number {
  // 32 bits that wrap, as in Spark.
  const micros = Number(BigInt.asIntN(32, exactSeconds))
  const second = Math.floor(micros / 1e6)
  const outOf = (what: string, last: number, value: number) =>
    fieldOutOfBounds(`Invalid value for ${what} (valid values 0 - ${last}): ${value}`)
  if (second === 60 && micros !== 60_000_000) {
    throw new SluiceError(
      'INVALID_OPTION',
      `[INVALID_FRACTION_OF_SECOND] Valid range for seconds is [0, 60] (inclusive), but the provided value is ${micros / 1e6}. SQLSTATE: 22023`,
    )
  }
  if (hour < 0 || hour > 23) throw outOf('HourOfDay', 23, hour)
  if (minute < 0 || minute > 59) throw outOf('MinuteOfHour', 59, minute)
  if (second < 0 || second > 60) throw outOf('SecondOfMinute', 59, second)
  return (hour * 3600 + minute * 60) * 1e6 + micros
}

/** @see Spark `MakeTimestamp`, `TryMakeTimestamp` */
export const MAKE_BUILTINS: readonly Builtin[] = [
  makeTimestamp('make_timestamp', 'fail'),
  makeTimestamp('try_make_timestamp', 'null'),
]
