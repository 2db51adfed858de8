import {
  array,
  boolean,
  type DataType,
  date,
  decimal,
  double,
  integer,
  long,
  string,
  timestamp,
} from '../../../src/schema/data-type.ts'
import type { Seeded } from '../../support/seeded.ts'

/** JSON texts of values, by type: the odd ones of each, and random ones between. */
const ODD: Readonly<Record<string, readonly string[]>> = {
  boolean: ['true', 'false'],
  integer: ['0', '1', '-1', '2', '7', '2147483647', '-2147483648', '46341'],
  long: ['0', '1', '-1', '3', '9223372036854775807', '-9223372036854775808', '9007199254740993', '1600000000'],
  double: [
    '0.0',
    '-0.0',
    '1.0',
    '-1.5',
    '0.1',
    '2.5',
    '3.5',
    '1e300',
    '5e-324',
    '1e-7',
    '12345678.9',
    '"NaN"',
    '"Infinity"',
    '"-Infinity"',
  ],
  decimal: ['0', '1', '-1.25', '0.005', '2.5', '-2.5', '99999999.9999', '-99999999.9999', '0.0001'],
  string: [
    '""',
    '" "',
    '"a"',
    '"ab"',
    '"AB"',
    '"  a b "',
    '"1"',
    '"-7"',
    '"1.5"',
    '"1e3"',
    '"true"',
    '"é"',
    '"ß"',
    '"2020-02-29"',
    '"2020-02-29 12:30:45.5"',
    '"x,y"',
    '"\u{1F600}a"',
    '"9223372036854775808"',
    '"NaN"',
    '"%"',
    '"a\\nb"',
  ],
  date: [
    '"1970-01-01"',
    '"1969-12-31"',
    '"2020-02-29"',
    '"2019-12-30"',
    '"2021-01-03"',
    '"0001-01-01"',
    '"9999-12-31"',
    '"2020-07-31"',
  ],
  timestamp: [
    '"1970-01-01T00:00:00Z"',
    '"1969-12-31T23:59:59.999999Z"',
    '"2020-02-29T12:30:45.123456Z"',
    '"2020-03-08T10:30:00Z"',
    '"2019-12-31T23:59:59.9Z"',
    '"1900-01-01T00:00:00Z"',
    '"2038-01-19T03:14:08Z"',
  ],
}

export const COLUMN_TYPES: readonly DataType[] = [
  boolean(),
  integer(),
  long(),
  double(),
  decimal(12, 4),
  string(),
  date(),
  timestamp(),
]
/** Of tables alone: a stream has no use for them. */
export const LIST_TYPES: readonly DataType[] = [array(integer()), array(integer()), array(string()), array(double())]

/** One value of a type as JSON; null now and then. */
export function randomJson(random: Seeded, type: DataType): string {
  if (random.next() < 0.15) return 'null'
  if (type.kind === 'array') {
    return `[${Array.from({ length: random.int(0, 4) }, () => randomJson(random, type.element)).join(', ')}]`
  }
  if (random.next() < 0.6) return random.pick(ODD[type.kind]!)
  switch (type.kind) {
    case 'integer':
    case 'long':
      return String(random.int(-1000, 1000))
    case 'double':
      return String(random.int(-100_000, 100_000) / 100)
    case 'decimal':
      return (random.int(-100_000_000, 100_000_000) / 10_000).toFixed(4)
    case 'string':
      return JSON.stringify(Array.from({ length: random.int(0, 6) }, () => random.pick([...'abcAB1 ,-é'])).join(''))
    case 'date':
      return `"${new Date(random.int(-40_000, 40_000) * 86_400_000).toISOString().slice(0, 10)}"`
    case 'timestamp':
      return `"${new Date(random.int(-2_000_000_000, 4_000_000_000) * 1000 + random.int(0, 999)).toISOString()}"`
    default:
      return random.pick(ODD[type.kind]!)
  }
}
