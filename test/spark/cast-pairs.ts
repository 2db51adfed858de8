import { requireCast } from '../../src/expressions/cast-rules.ts'
import {
  binary,
  boolean,
  byte,
  type DataType,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  short,
  simpleString,
  string,
  timestamp,
} from '../../src/schema/data-type.ts'

const TYPES: readonly DataType[] = [
  string(),
  boolean(),
  byte(),
  short(),
  integer(),
  long(),
  float(),
  double(),
  decimal(10, 2),
  date(),
  timestamp(),
  binary(),
]

/** Spark's names of the flat types. */
export const flatTypes = (): readonly string[] => TYPES.map(type => simpleString(type))

/** By type, the flat types it can be cast to. */
export function castPairs(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(TYPES.map(from => [simpleString(from), TYPES.filter(to => allowed(from, to)).map(simpleString)]))
}

function allowed(from: DataType, to: DataType): boolean {
  try {
    requireCast(from, to, 'fail')
    return true
  } catch {
    return false
  }
}
