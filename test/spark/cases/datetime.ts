import type { Column, DateColumn, TimestampColumn } from '../../../src/expressions/column.ts'
import * as dates from '../../../src/expressions/functions/time-dates.ts'
import * as fields from '../../../src/expressions/functions/time-fields.ts'
import * as moments from '../../../src/expressions/functions/time-moments.ts'
import { date, double, integer, long, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const ZONES = ['UTC', 'America/Los_Angeles', 'Europe/Moscow']
const inZone = (zone: string) => ({ conf: { 'spark.sql.session.timeZone': zone } })

// The clocks of Los Angeles change on 2024-03-10 at 10:00Z and on 2024-11-03 at 9:00Z, those of Moscow on 2011-03-26 at
// 23:00Z and on 2014-10-25 at 22:00Z.
const MOMENTS = [
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999999Z',
  '2024-02-29T13:45:56.789123Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '1883-11-18T19:52:00Z',
  '2024-03-10T09:59:59.999Z',
  '2024-03-10T10:00:00Z',
  '2024-03-09T10:30:00Z',
  '2024-11-03T08:30:00Z',
  '2024-11-03T09:30:00Z',
  '2024-11-02T08:30:00Z',
  '2011-03-26T22:59:59Z',
  '2011-03-26T23:00:00Z',
  '2014-10-25T21:30:00Z',
  '2014-10-25T22:30:00Z',
  '2020-12-31T23:59:59Z',
  '1999-12-27T05:06:07.890Z',
  '2024-01-31T23:30:00Z',
  null,
]
const DAYS = [
  '1970-01-01',
  '2024-02-29',
  '2023-02-28',
  '0001-01-01',
  '9999-12-31',
  '2020-12-31',
  '2021-01-01',
  '2021-01-04',
  '2024-01-31',
  null,
]

type Time = TimestampColumn | DateColumn
const FIELDS: Readonly<Record<string, (time: Time) => Column>> = {
  year: fields.year,
  quarter: fields.quarter,
  month: fields.month,
  weekofyear: fields.weekofyear,
  dayofmonth: fields.dayofmonth,
  dayofyear: fields.dayofyear,
  dayofweek: fields.dayofweek,
  weekday: fields.weekday,
  hour: fields.hour,
  minute: fields.minute,
  second: fields.second,
  dayname: fields.dayname,
  monthname: fields.monthname,
  last_day: dates.lastDay,
}
const ofOne = Object.entries(FIELDS).map(([name, of]) => ({
  pyspark: `F.${name}(t.v)`,
  sluice: (t: { readonly v: Time }) => of(t.v),
}))

const UNITS = ['year', 'yy', 'QUARTER', 'mon', 'week', 'dd', 'hour', 'minute', 'second', 'millisecond', 'microsecond', 'decade']
const ADDED = [
  'MICROSECOND',
  'MILLISECOND',
  'SECOND',
  'MINUTE',
  'HOUR',
  'DAY',
  'DAYOFYEAR',
  'WEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
] as const
const HOW_MANY = [1, -1, 24, 100_000]
const ends = ['2024-11-03T09:30:00Z', '1969-12-31T23:59:59.5Z', '2024-03-10T12:00:00Z', '2014-10-26T12:00:00Z']
const spans = MOMENTS.flatMap(x => ends.map(y => ({ x, y })))

const ofZone = (zone: string): readonly Case[] => [
  expressions({
    name: `parts of moments, ${zone}`,
    schema: struct({ v: timestamp() }),
    rows: MOMENTS.map(v => ({ v })),
    ...inZone(zone),
    expressions: [
      ...ofOne,
      ...UNITS.map(unit => ({
        pyspark: `F.date_trunc('${unit}', t.v)`,
        sluice: (t: { readonly v: TimestampColumn }) => moments.dateTrunc(unit, t.v),
      })),
      { pyspark: "F.trunc(t.v, 'month')", sluice: t => dates.trunc(t.v, 'month') },
      { pyspark: 'F.unix_seconds(t.v)', sluice: t => moments.unixSeconds(t.v) },
      { pyspark: 'F.unix_millis(t.v)', sluice: t => moments.unixMillis(t.v) },
      { pyspark: 'F.unix_micros(t.v)', sluice: t => moments.unixMicros(t.v) },
      { pyspark: "F.from_utc_timestamp(t.v, 'Asia/Kolkata')", sluice: t => moments.fromUtcTimestamp(t.v, 'Asia/Kolkata') },
      {
        pyspark: "F.to_utc_timestamp(t.v, 'America/Los_Angeles')",
        sluice: t => moments.toUtcTimestamp(t.v, 'America/Los_Angeles'),
      },
      { pyspark: "F.to_utc_timestamp(t.v, 'nowhere')", sluice: t => moments.toUtcTimestamp(t.v, 'nowhere') },
      ...ADDED.flatMap(unit =>
        HOW_MANY.map(count => ({
          pyspark: `F.timestamp_add('${unit}', F.lit(${count}), t.v)`,
          sluice: (t: { readonly v: TimestampColumn }) => moments.timestampAdd(unit, count, t.v),
        })),
      ),
    ],
  }),
  expressions({
    name: `between moments, ${zone}`,
    schema: struct({ x: timestamp(), y: timestamp() }),
    rows: spans,
    ...inZone(zone),
    expressions: [
      { pyspark: 'F.months_between(t.x, t.y)', sluice: t => dates.monthsBetween(t.x, t.y) },
      { pyspark: 'F.months_between(t.x, t.y, False)', sluice: t => dates.monthsBetween(t.x, t.y, false) },
      { pyspark: 'F.datediff(t.x, t.y)', sluice: t => dates.dateDiff(t.x, t.y) },
      ...ADDED.flatMap(unit =>
        unit === 'DAYOFYEAR'
          ? []
          : [
              {
                pyspark: `F.timestamp_diff('${unit}', t.x, t.y)`,
                sluice: (t: { readonly x: TimestampColumn; readonly y: TimestampColumn }) =>
                  moments.timestampDiff(unit, t.x, t.y),
              },
            ],
      ),
    ],
  }),
]

export const cases: readonly Case[] = [
  ...ZONES.flatMap(ofZone),
  expressions({
    name: 'days',
    schema: struct({ v: date(), n: integer() }),
    rows: DAYS.flatMap(v => [0, 1, -1, 13, 2147483647].map(n => ({ v, n }))),
    expressions: [
      ...ofOne.filter(({ pyspark }) => !/hour|minute|second/.test(pyspark)),
      { pyspark: 'F.date_add(t.v, F.lit(400))', sluice: t => dates.dateAdd(t.v, 400) },
      { pyspark: 'F.date_sub(t.v, F.lit(-1))', sluice: t => dates.dateSub(t.v, -1) },
      { pyspark: 'F.add_months(t.v, t.n)', sluice: t => dates.addMonths(t.v, t.n) },
      { pyspark: "F.next_day(t.v, 'Tue')", sluice: t => dates.nextDay(t.v, 'Tue') },
      { pyspark: "F.next_day(t.v, 'THUR')", sluice: t => dates.nextDay(t.v, 'THUR') },
      { pyspark: "F.trunc(t.v, 'week')", sluice: t => dates.trunc(t.v, 'week') },
      { pyspark: "F.trunc(t.v, 'day')", sluice: t => dates.trunc(t.v, 'day') },
      { pyspark: 'F.unix_date(t.v)', sluice: t => dates.unixDate(t.v) },
    ],
  }),
  expressions({
    name: 'times from numbers',
    schema: struct({ l: long(), i: integer(), d: double() }),
    rows: [
      { l: 0, i: 0, d: 0 },
      { l: -1, i: -719162, d: -1.5 },
      { l: 1_700_000_000, i: 19_782, d: 1.1234567 },
      { l: 9_223_372_036_855, i: 2_932_896, d: 'NaN' },
      { l: null, i: null, d: null },
    ],
    expressions: [
      { pyspark: 'F.timestamp_seconds(t.l)', sluice: t => moments.timestampSeconds(t.l) },
      { pyspark: 'F.timestamp_seconds(t.d)', sluice: t => moments.timestampSeconds(t.d) },
      { pyspark: 'F.timestamp_millis(t.l)', sluice: t => moments.timestampMillis(t.l) },
      { pyspark: 'F.timestamp_micros(t.l)', sluice: t => moments.timestampMicros(t.l) },
      { pyspark: 'F.date_from_unix_date(t.i)', sluice: t => dates.dateFromUnixDate(t.i) },
    ],
  }),
]
