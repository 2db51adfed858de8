import type { FromJsonOptions } from '../../../src/expressions/node.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  short,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { hostileNested } from '../../formats/json/hostile-nested.ts'
import { type Case, expressions } from '../case.ts'
import { whole } from '../json-expressions.ts'

/** All types, and the corrupt-record column. */
const WIDE = struct({
  s: string(),
  i: integer(),
  l: long(),
  d: double(),
  f: float(),
  b: boolean(),
  t: timestamp(),
  dt: date(),
  dec: decimal(10, 2),
  bin: binary(),
  by: byte(),
  sh: short(),
  arr: array(integer()),
  aos: array(struct({ k: integer(), s: string() })),
  x: struct({ k: integer(), s: string(), m: map(string(), integer()) }),
  m: map(string(), integer()),
  mm: map(string(), struct({ k: integer() })),
  sa: array(string()),
})
/** The same names with other types: little fits. */
const CROSSED = struct({
  s: array(string()),
  i: string(),
  d: map(string(), string()),
  t: date(),
  dt: timestamp(),
  bin: string(),
  arr: array(array(double())),
  aos: string(),
  x: map(string(), string()),
  m: struct({ p: integer(), q: string() }),
  mm: map(string(), map(string(), integer())),
  sa: array(double()),
})
const LENIENT: FromJsonOptions = {
  allowComments: true,
  allowUnquotedFieldNames: true,
  allowNumericLeadingZeros: true,
  allowBackslashEscapingAnyCharacter: true,
  allowUnquotedControlChars: true,
}
const STRICT: FromJsonOptions = { allowSingleQuotes: false, allowNonNumericNumbers: false }

const RECORDS = 150

/** Random records, the same in every run: what one of them shows can be asked of Spark again. */
export const cases: readonly Case[] = [1, 2, 3].map(seed => {
  const next = hostileNested(seed)
  return expressions({
    name: `nested records of seed ${seed}`,
    schema: struct({ v: binary() }),
    rows: Array.from({ length: RECORDS }, () => ({ v: next().toString('base64') })),
    expressions: [
      whole(WIDE),
      whole(WIDE, LENIENT),
      whole(WIDE, STRICT),
      whole(CROSSED),
      whole(array(struct({ s: string(), i: integer() }))),
      whole(map(string(), string())),
    ],
  })
})
