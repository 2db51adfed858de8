import type {
  BooleanColumn,
  Column,
  DateColumn,
  NumericColumn,
  StringColumn,
  TimestampColumn,
} from '../../../src/expressions/column.ts'
import { coalesce, when } from '../../../src/expressions/functions/conditional.ts'
import { greatest, least } from '../../../src/expressions/functions/conditional-values.ts'
import { md5, sha2, xxhash64 } from '../../../src/expressions/functions/hash.ts'
import { abs, pmod, tryAdd, tryDivide, tryMultiply, trySubtract } from '../../../src/expressions/functions/math-arithmetic.ts'
import { bround, ceil, floor, round } from '../../../src/expressions/functions/math-round.ts'
import { like, regexpExtract, regexpReplace, rlike } from '../../../src/expressions/functions/regexp.ts'
import {
  concat,
  concatWs,
  initcap,
  length,
  lower,
  ltrim,
  repeat,
  reverse,
  rtrim,
  trim,
  upper,
} from '../../../src/expressions/functions/text.ts'
import { lpad, replace, rpad, translate } from '../../../src/expressions/functions/text-edit.ts'
import { contains, endswith, instr, left, right, startswith, substring } from '../../../src/expressions/functions/text-parts.ts'
import { addMonths, dateAdd, dateDiff, lastDay, trunc } from '../../../src/expressions/functions/time-dates.ts'
import {
  dayofweek,
  dayofyear,
  hour,
  minute,
  month,
  quarter,
  second,
  weekofyear,
  year,
} from '../../../src/expressions/functions/time-fields.ts'
import { dateTrunc, unixMicros, unixSeconds } from '../../../src/expressions/functions/time-moments.ts'
import { dateFormat, toDate, tryToTimestamp } from '../../../src/expressions/functions/time-text.ts'
import type { NumericType } from '../../../src/expressions/numeric-type.ts'
import { call, casts, infix, type Kind, method, NUMBER, type Operation, special, WHOLE } from './operation.ts'
import { LISTS } from './operations-arrays.ts'

type Num = NumericColumn<NumericType>
type Same = {
  eq(o: Column): BooleanColumn
  notEqual(o: Column): BooleanColumn
  lt(o: Column): BooleanColumn
  leq(o: Column): BooleanColumn
  gt(o: Column): BooleanColumn
  geq(o: Column): BooleanColumn
  eqNullSafe(o: Column): BooleanColumn
  isin(...o: Column[]): BooleanColumn
  between(a: Column, b: Column): BooleanColumn
}

const KINDS: readonly Kind[] = ['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'date', 'timestamp']
const TEXTS = { of: ['a', '', 'ab', ' ', 'é', 'A', '1', 'x,y', '%', '\u{1F600}'] }
const COUNTS = { of: [-2, -1, 0, 1, 2, 3, 5, 20] }
const DIGITS = { of: [-3, -1, 0, 1, 2, 5] }
const UNITS = { of: ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'MON', 'dd'] }
const PATTERNS = { of: ['a+', '^\\s*(\\w)', '(\\d+)', '[^a-z]', '(a)|(b)', '.', 'x$', '(?i)AB'] }

const logic: Operation[] = [
  infix('&', (a: BooleanColumn, b: BooleanColumn) => a.and(b), 'boolean', 'boolean'),
  infix('|', (a: BooleanColumn, b: BooleanColumn) => a.or(b), 'boolean', 'boolean'),
  special(
    a => `(~${a})`,
    (a: BooleanColumn) => a.not(),
    'boolean',
  ),
  ...KINDS.flatMap(kind => [
    method('isNull', (a: Column) => a.isNull(), kind),
    infix('==', (a: Same, b: Column) => a.eq(b), kind, kind),
    infix('<', (a: Same, b: Column) => a.lt(b), kind, kind),
    method('eqNullSafe', (a: Same, b: Column) => a.eqNullSafe(b), kind, kind),
    method('isin', (a: Same, b: Column, c: Column) => a.isin(b, c), kind, kind, kind),
    method('between', (a: Same, b: Column, c: Column) => a.between(b, c), kind, kind, kind),
    call('coalesce', (a: Column, b: never) => coalesce(a, b), kind, kind),
    special(
      (c, a, b) => `F.when(${c}, ${a}).otherwise(${b})`,
      (c: BooleanColumn, a: Column, b: never) => when(c, a).otherwise(b),
      'boolean',
      kind,
      kind,
    ),
    special(
      (c, a) => `F.when(${c}, ${a})`,
      (c: BooleanColumn, a: Column) => when(c, a).end(),
      'boolean',
      kind,
    ),
  ]),
  infix('>=', (a: Num, b: Num) => a.geq(b), NUMBER, NUMBER),
  infix('!=', (a: Num, b: Num) => a.notEqual(b), NUMBER, NUMBER),
  ...(['integer', 'long', 'double', 'string', 'date', 'timestamp'] as const).flatMap(kind => [
    call('greatest', (a: never, b: never, c: never) => greatest(a, b, c), kind, kind, kind),
    call('least', (a: never, b: never) => least(a, b), kind, kind),
  ]),
]

const arithmetic: Operation[] = [
  infix('+', (a: Num, b: Num) => a.plus(b), NUMBER, NUMBER),
  infix('-', (a: Num, b: Num) => a.minus(b), NUMBER, NUMBER),
  infix('*', (a: Num, b: Num) => a.multiply(b), NUMBER, NUMBER),
  infix('/', (a: Num, b: Num) => a.divide(b), NUMBER, NUMBER),
  infix('%', (a: Num, b: Num) => a.mod(b), NUMBER, NUMBER),
  call('try_add', (a: Num, b: Num) => tryAdd(a, b), WHOLE, WHOLE),
  call('try_subtract', (a: Num, b: Num) => trySubtract(a, b), WHOLE, WHOLE),
  call('try_multiply', (a: Num, b: Num) => tryMultiply(a, b), WHOLE, WHOLE),
  call('try_divide', (a: Num, b: Num) => tryDivide(a, b), NUMBER, NUMBER),
  call('pmod', (a: Num, b: Num) => pmod(a, b), WHOLE, WHOLE),
  call('abs', (a: Num) => abs(a), NUMBER),
  call('ceil', (a: Num) => ceil(a), NUMBER),
  call('floor', (a: Num) => floor(a), NUMBER),
  call('round', (a: Num, digits: number) => round(a, digits), NUMBER, DIGITS),
  call('bround', (a: Num, digits: number) => bround(a, digits), NUMBER, DIGITS),
  call('xxhash64', xxhash64, KINDS, KINDS),
]

const texts: Operation[] = [
  call('upper', upper, 'string'),
  call('lower', lower, 'string'),
  call('initcap', initcap, 'string'),
  call('trim', (a: StringColumn) => trim(a), 'string'),
  call('ltrim', (a: StringColumn) => ltrim(a), 'string'),
  call('rtrim', (a: StringColumn) => rtrim(a), 'string'),
  call('reverse', (a: StringColumn) => reverse(a), 'string'),
  call('length', length, 'string'),
  call('concat', (a: StringColumn, b: StringColumn) => concat(a, b), 'string', 'string'),
  call('concat_ws', concatWs, TEXTS, 'string', 'string'),
  call('substring', substring, 'string', COUNTS, { of: [0, 1, 2, 5] }),
  call('lpad', lpad, 'string', COUNTS, TEXTS),
  call('rpad', rpad, 'string', COUNTS, TEXTS),
  call('repeat', repeat, 'string', { of: [-1, 0, 1, 3] }),
  call('translate', translate, 'string', { of: ['ab', 'aa', ''] }, { of: ['x', 'xyz', ''] }),
  special((a, b, c) => `F.replace(${a}, F.lit(${b}), F.lit(${c}))`, replace, 'string', TEXTS, TEXTS),
  call('instr', instr, 'string', TEXTS),
  special((a, b) => `F.left(${a}, F.lit(${b}))`, left, 'string', COUNTS),
  special((a, b) => `F.right(${a}, F.lit(${b}))`, right, 'string', COUNTS),
  method('contains', contains, 'string', TEXTS),
  method('startswith', startswith, 'string', TEXTS),
  method('endswith', endswith, 'string', TEXTS),
  method('like', like, 'string', { of: ['%a%', '_', 'a%', '', '%', '_b\\%'] }),
  method('rlike', rlike, 'string', PATTERNS),
  call('regexp_replace', regexpReplace, 'string', PATTERNS, { of: ['', '-', 'zz'] }),
  call('regexp_extract', regexpExtract, 'string', { of: ['(\\d+)', '(a)|(b)', '^\\s*(\\w)'] }, { of: [0, 1] }),
  call('md5', md5, 'string'),
  call('sha2', sha2, 'string', { of: [0, 256, 512] }),
]

const times: Operation[] = [
  ...[year, month, quarter, dayofweek, dayofyear, weekofyear].flatMap(build => [
    call(build.name, build, 'date'),
    call(build.name, build, 'timestamp'),
  ]),
  ...[hour, minute, second].map(build => call(build.name, build, 'timestamp')),
  call('date_trunc', dateTrunc, UNITS, 'timestamp'),
  call('trunc', trunc, 'date', { of: ['year', 'quarter', 'month', 'week', 'mm'] }),
  call('date_add', dateAdd, 'date', { of: [-400, -1, 0, 1, 40] }),
  call('add_months', addMonths, 'date', { of: [-13, -1, 0, 1, 25] }),
  call('datediff', dateDiff, 'date', 'date'),
  call('last_day', lastDay, 'date'),
  call('unix_seconds', unixSeconds, 'timestamp'),
  call('unix_micros', unixMicros, 'timestamp'),
  call('to_date', (a: TimestampColumn) => toDate(a), 'timestamp'),
  call('try_to_timestamp', (a: StringColumn) => tryToTimestamp(a), 'string'),
  call('date_format', dateFormat, 'timestamp', {
    of: ['yyyy-MM-dd HH:mm:ss', 'yyyyMMdd', 'HH:mm:ss.SSS', 'EEE, d MMM yyyy', 'D'],
  }),
  call('date_format', (a: DateColumn, pattern: string) => dateFormat(a, pattern), 'date', { of: ['yyyy/M/d', 'Q'] }),
]

export const OPERATIONS: readonly Operation[] = [
  ...logic,
  ...arithmetic,
  ...arithmetic,
  ...LISTS,
  ...texts,
  ...times,
  ...casts('string', 'boolean', 'integer', 'long', 'double', 'decimal', 'date', 'timestamp'),
  ...casts('int', 'string', 'long', 'double', 'decimal', 'boolean'),
  ...casts('bigint', 'string', 'integer', 'double', 'decimal', 'timestamp'),
  ...casts('double', 'string', 'integer', 'long', 'decimal', 'boolean'),
  ...casts('boolean', 'string', 'integer', 'double'),
  ...casts('date', 'string', 'timestamp'),
  ...casts('timestamp', 'string', 'date', 'long'),
]
