import { civilOf, daysOf } from '../../formats/time/civil.ts'
import { type Zone, zoneOf } from '../../formats/time/zone.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { INTEGER, isTime, localMoment, timeFunction } from './time-rows.ts'

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Monday 0 … Sunday 6. */
export const weekdayOf = (days: number): number => (((days + 3) % 7) + 7) % 7

/** The week of a year that begins with a Monday and has more than three days in the year. */
function weekOfYear(days: number): number {
  const thursday = days - weekdayOf(days) + 3
  return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1
}

/** A whole number that depends on the day alone; it is computed once for rows of one day that follow each other. */
function ofDay(name: string, field: (days: number) => number): Builtin {
  return whole(name, (input, row, zone) => dayOf(input, row, zone), field)
}

/** A whole number that depends on the second of the day. */
function ofTime(name: string, field: (second: number) => number): Builtin {
  return whole(name, (input, row, zone) => secondOf(input, row, zone), field)
}

function whole(
  name: string,
  unit: (input: ColumnVector, row: number, zone: Zone) => number,
  field: (unit: number) => number,
): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 1 || !isTime(args[0]!)) throw wrongArguments(name, 'a timestamp or date', args)
      return INTEGER
    },
    evaluate([input], { numRows, context }) {
      const zone = zoneOf(context.timeZone)
      const values = new Int32Array(numRows)
      let [last, value] = [Number.NaN, 0]
      for (let row = 0; row < numRows; row++) {
        if (isNullAt(input!, row)) continue
        const current = unit(input!, row, zone)
        if (current !== last) [last, value] = [current, field(current)]
        values[row] = value
      }
      return { layout: 'int32', type: INTEGER, length: numRows, validity: input!.validity, values }
    },
  }
}

function dayOf(input: ColumnVector, row: number, zone: Zone): number {
  if (input.layout === 'int32') return input.values[row]!
  const us = storedAt(input, row) as number | bigint
  if (typeof us === 'bigint') return localMoment(us, zone).days
  const seconds = Math.floor(us / 1e6)
  return Math.floor((seconds + zone.offsetMs(seconds * 1000) / 1000) / 86_400)
}

function secondOf(input: ColumnVector, row: number, zone: Zone): number {
  if (input.layout === 'int32') return 0
  return Math.floor(localMoment(storedAt(input, row) as number | bigint, zone).ofDayUs / 1e6)
}

function nameOf(name: string, names: readonly string[], index: (days: number) => number): Builtin {
  return timeFunction({
    name,
    takes: 'a timestamp or date',
    fits: args => args.length === 1 && isTime(args[0]!),
    result: { kind: 'string' },
    apply: ([input], row, zone) => names[index(dayOf(input!, row, zone))]!,
  })
}

/** Parts of times, by the calendar and the clocks of the session's zone. @see Spark `datetimeExpressions.scala` */
export const FIELD_BUILTINS: readonly Builtin[] = [
  ofDay('year', days => civilOf(days).year),
  ofDay('quarter', days => Math.ceil(civilOf(days).month / 3)),
  ofDay('month', days => civilOf(days).month),
  ofDay('weekofyear', weekOfYear),
  ofDay('dayofmonth', days => civilOf(days).day),
  ofDay('dayofyear', days => days - daysOf(civilOf(days).year, 1, 1) + 1),
  ofDay('dayofweek', days => ((weekdayOf(days) + 1) % 7) + 1),
  ofDay('weekday', weekdayOf),
  ofTime('hour', second => Math.floor(second / 3600)),
  ofTime('minute', second => Math.floor(second / 60) % 60),
  ofTime('second', second => second % 60),
  nameOf('dayname', DAY_NAMES, weekdayOf),
  nameOf('monthname', MONTH_NAMES, days => civilOf(days).month - 1),
]
