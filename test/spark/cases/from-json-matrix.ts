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
import { type Case, expressions } from '../case.ts'
import { field, isGood, whole } from '../json-expressions.ts'

const KINDS = [
  string(),
  integer(),
  long(),
  double(),
  float(),
  byte(),
  short(),
  boolean(),
  decimal(10, 2),
  decimal(38, 18),
  timestamp(),
  date(),
  binary(),
  array(integer()),
  array(string()),
  array(double()),
  array(struct({ k: integer() })),
  map(string(), integer()),
  map(string(), string()),
  map(string(), struct({ k: integer() })),
  struct({ k: integer(), s: string() }),
  struct({ x: struct({ k: integer() }), m: map(string(), integer()) }),
]

/** Texts in quotes, as JSON writes them. */
const TEXTS =
  String.raw`|a| |5| 5|5 |5.0|-5|+5|1e3|NaN|nan|INF|+INF|-INF|Infinity|+Infinity|-Infinity|true|TRUE|null|1,234.5|1,2,3|.5|5.
0x10|1_000|१२|２|2020-01-01|2020-01-01 00:00:00|2020-01-01T00:00:00Z|2020-02-30|QUI=|QUI|Q|QU JD|====|QU==|QUI=QUI=|QUJD\nQUJD
\u0041|\n\t\b\f\r\"\\\/|\u0000|\ud800|\udc00x|\ud83d\ude00|é|日本|😀|{}|[1]|\"|\a|\u12|\u12G4|1e999|-141428|2147483648
99999999999999999999999999999999999999|123456789012345678901234567890.5|0.005|0.015|-0.005|1e-2|1 2|$5|1d|0x1p3`
    .split(/[|\n]/)
    .map(text => `"${text}"`)

const NUMBERS = `0 -0 1 -1 127 128 255 256 -128 -129 32767 32768 -32768 -32769 2147483647 2147483648 -2147483648 -2147483649
  9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 9007199254740993
  123456789012345678901234567890 99999999999999999999999999999999999999 100000000000000000000000000000000000000 0.0 -0.0 0.5
  2.5 5.0 -5.0 1e0 1E5 1E+5 1e-5 1e10 1e22 1e38 1e39 3.4028235e38 3.4028236e38 1.4e-45 7e-46 1.7976931348623157e308 1e309 1e999
  -1e999 1e-400 4.9e-324 0.1 0.30000000000000004 1.005 100.10 99999999.99 99999999.994 99999999.995 -99999999.995 12345678.9
  16777217 0.1234567890123456789 1234567890123456789012.5 1451732645 1451732645123 9223372036854 9223372036855 253402300800
  1e2147483647 1e-2147483648 0e99999999999 12345678901234567890.123456789012345678 1.0000000000000000005`.split(/\s+/)

/** What is odd, nested or broken. */
const OTHERS =
  String.raw`NaN|Infinity|+Infinity|-Infinity|INF|+INF|-INF|nan|-NaN|+5|.5|5.|-|007|-007|1e|1e+|5a|true|false|null|True|tru|truex
|'a'|'a"b'|'a\'b'|''|'5'|{}|[]|{"k":1}|{"k":1,"k":2}|{"k":"x"}|{"k":null}|{"k":1,"s":"t"}|{"s":1,"k":"1"}|{"k":1.5}|{"k":{"k":1}}
{"a":1,"b":"x","c":3}|{"a":"x","b":{"k":"y"}}|{"a":{"k":1},"b":{"k":"y"}}|{"a":{"k":"y"},"b":5}|[1]|[1,2]|[1,"x"]|["x",1]|[null]
[1.5]|[1,[2]]|[{"k":1}]|[{"k":1},{"k":"x"},5]|[{"k":1},null]|[1,]|[,1]|{"k":1,}|{"k"}|{k:1}|{"k":1|[1|{"k":1]|[1}
{"x":{"k":"z"},"m":{"a":1}}|{"m":{"a":"b","c":1},"x":{"k":2}}|[1,2,"x",{"after":5}]|{"k":[{"after":7}]}|[{"after":7}]
["a",1.50,{"b":"\u00e9"}]|{ "a" : [ 1 , 2.0 ] }|[1e5,1E400,NaN]|"unterminated|/*c*/1|1 "after"|"a" "b"|{"a":1}{"b":2}`
    .split(/[|\n]/)
    .concat('"tab\there"', '"line\nbreak"', '"\u0000"', '"\u007f"', '"\u2028"', '\ufeff1', '"\ufeff"')

/** Bytes that are not UTF-8, as a value. */
const BYTES = [
  '22ff22',
  '22c322',
  '22eda08022',
  '22f09f22',
  '22c0af22',
  '22f88880808022',
  '22f490808022',
  '22e28222',
  'ff',
  'c328',
  'efbbbf31',
]

const record = (token: string) => ({ v: `{"before":1,"v":${token},"after":2}` })
const bytesRecord = (hex: string) => {
  const bytes = [Buffer.from('{"before":1,"v":'), Buffer.from(hex, 'hex'), Buffer.from(',"after":2}')]
  return { v: Buffer.concat(bytes).toString('base64') }
}

/** Every type against every token: the value, and whether the record is good. */
export const cases: readonly Case[] = [
  ...(
    [
      ['texts', TEXTS],
      ['numbers', NUMBERS],
      ['other tokens', OTHERS],
    ] as const
  ).map(([name, tokens]) =>
    expressions({
      name,
      schema: struct({ v: string() }),
      rows: tokens.map(record),
      expressions: KINDS.flatMap(type => [field(type), isGood(type)]),
    }),
  ),
  expressions({
    name: 'what stands beside an odd value',
    schema: struct({ v: string() }),
    rows: OTHERS.map(record),
    expressions: KINDS.map(type => whole(struct({ before: integer(), after: integer(), v: type, k: integer() }))),
  }),
  expressions({
    name: 'bytes that are not UTF-8',
    schema: struct({ v: binary() }),
    rows: BYTES.map(bytesRecord),
    expressions: [string(), integer(), date(), array(string()), map(string(), string())].flatMap(type => [
      field(type),
      isGood(type),
    ]),
  }),
  expressions({
    name: 'tokens by an array or a map',
    schema: struct({ v: string() }),
    rows: [...OTHERS, ...NUMBERS.slice(0, 5), ...TEXTS.slice(0, 5), '', ' ', '\n', '{"a":{"k":1,"s":2}}'].map(v => ({ v })),
    expressions: [
      array(integer()),
      array(string()),
      array(double()),
      array(struct({ k: integer(), s: string() })),
      array(array(integer())),
      array(map(string(), integer())),
      map(string(), integer()),
      map(string(), string()),
      map(string(), struct({ k: integer() })),
      map(string(), array(integer())),
      struct({ k: integer(), s: string() }),
    ].map(schema => whole(schema)),
  }),
]
