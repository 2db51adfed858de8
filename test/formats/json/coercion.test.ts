import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRecord } from '../../../src/formats/json/parse-record.ts'
import type { Stored } from '../../../src/schema/column-builder.ts'
import {
  array,
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
  map,
  short,
  simpleString,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'

/** The value is null and the record bad. */
const BAD = Symbol('bad')
type Outcome = Stored | typeof BAD

/** One row per type: the token, and what Spark 4.2.0 stores. */
const TABLE: readonly (readonly [DataType, Readonly<Record<string, Outcome>>])[] = [
  [
    string(),
    {
      '5': '5',
      '-0': '0',
      '9007199254740993': '9007199254740993',
      '5.0': '5.0',
      '5e0': '5.0',
      '100.10': '100.1',
      '1e7': '1.0E7',
      '12345678.9': '1.23456789E7',
      '0.00012': '1.2E-4',
      '1234567890123456789012.5': '1.2345678901234568E21',
      NaN: '"NaN"',
      '-INF': '"-Infinity"',
      '1e999': '"Infinity"',
      '"a"': 'a',
      '""': '',
      "'a'": 'a',
      '"\\u0000\\n\\/"': '\0\n/',
      '"\\ud800"': '?',
      true: 'true',
      null: null,
      '{"x": 1.10, "y":[1, 2 ], "z\\u0001":"\\"é"}': '{"x":1.1,"y":[1,2],"z\\u0001":"\\"é"}',
      '["😀"]': '["\\uD83D\\uDE00"]',
      '-999.99999999999999999999999999999999995': '-1000.0',
    },
  ],
  [
    double(),
    {
      '5': 5,
      '-0': 0,
      '-0.0': -0,
      '5e0': 5,
      '0.1': 0.1,
      '1e999': Number.POSITIVE_INFINITY,
      '9007199254740993': 9007199254740992,
      NaN: Number.NaN,
      '+INF': Number.POSITIVE_INFINITY,
      '"NaN"': Number.NaN,
      '"-INF"': Number.NEGATIVE_INFINITY,
      '"+Infinity"': Number.POSITIVE_INFINITY,
      '"nan"': BAD,
      '"INF"': BAD,
      '"5"': BAD,
      '""': BAD,
      true: BAD,
      null: null,
      '[1]': BAD,
    },
  ],
  [
    long(),
    {
      '5': 5,
      '9007199254740993': 9007199254740993n,
      '-9223372036854775808': -9223372036854775808n,
      '9223372036854775808': BAD,
      '5.0': BAD,
      '1e5': BAD,
      '"5"': BAD,
      true: BAD,
      null: null,
    },
  ],
  [integer(), { '5': 5, '-0': 0, '2147483647': 2147483647, '2147483648': BAD, '5.0': BAD, '"5"': BAD, false: BAD, '{}': BAD }],
  [
    byte(),
    {
      '5': 5,
      '-0': 0,
      '127': 127,
      '128': -128,
      '255': -1,
      '256': BAD,
      '-128': -128,
      '-129': BAD,
      '5.0': BAD,
      '1e1': BAD,
      '9223372036854775808': BAD,
      '"5"': BAD,
      true: BAD,
      null: null,
    },
  ],
  [
    short(),
    {
      '255': 255,
      '32767': 32767,
      '32768': BAD,
      '65535': BAD,
      '-32768': -32768,
      '-32769': BAD,
      '-0': 0,
      '5.0': BAD,
      '"5"': BAD,
      '{}': BAD,
    },
  ],
  [
    float(),
    {
      '5': 5,
      '-0': 0,
      '-0.0': -0,
      '1.1': Math.fround(1.1),
      '16777217': 16777216,
      '3.4028235e38': Math.fround(3.4028235e38),
      '3.4028236e38': Number.POSITIVE_INFINITY,
      '-1e39': Number.NEGATIVE_INFINITY,
      '-1e-50': -0,
      '7.006492321624086e-46': 2 ** -149,
      '1.00000017881393432617187499': 1 + 2 ** -23,
      '1.00000005960464477539062500001': 1 + 2 ** -23,
      '123456789012345678901234567890': Math.fround(1.2345678901234568e29),
      NaN: Number.NaN,
      '"NaN"': Number.NaN,
      '"-INF"': Number.NEGATIVE_INFINITY,
      '"1.5"': BAD,
      true: BAD,
    },
  ],
  [
    map(string(), integer()),
    {
      '{"x":1,"y":2}': [
        ['x', 1],
        ['y', 2],
      ],
      '{}': [],
      '{"x":1,"x":null}': [
        ['x', 1],
        ['x', null],
      ],
      '{"\\u0041":1,"":2}': [
        ['A', 1],
        ['', 2],
      ],
      '{"x":"bad","y":3}': BAD,
      '{"y":3,"x":2.5}': BAD,
      '{"x":{"before":[1,"q"]},"y":3}': BAD,
      '[1]': BAD,
      '"s"': BAD,
      '1': BAD,
      null: null,
    },
  ],
  [
    map(string(), string()),
    {
      '{"s":{"q":1},"t":"v","u":1.0,"w":null}': [
        ['s', '{"q":1}'],
        ['t', 'v'],
        ['u', '1.0'],
        ['w', null],
      ],
    },
  ],
  [
    map(string(), map(string(), byte())),
    {
      '{"k":{"a":128},"k":{}}': [
        ['k', [['a', -128]]],
        ['k', []],
      ],
      '{"k":{"a":"x"},"j":{}}': BAD,
    },
  ],
  [array(map(string(), integer())), { '[{"k":1},null,{}]': [[['k', 1]], null, []], '[{"k":1},{"k":"x"}]': BAD }],
  [boolean(), { true: true, false: false, '1': BAD, '"true"': BAD, '""': BAD, null: null }],
  [
    timestamp(),
    {
      '1451732645': 1451732645000000,
      '9223372036855': -9223372036854551616n,
      '"2016-01-01T00:00:00.123Z"': 1451606400123000,
      '5.0': BAD,
      '"x"': BAD,
      '""': BAD,
      true: BAD,
    },
  ],
  [date(), { '"1970-01-02"': 1, '"1970-01-02 10:00:00"': 1, '"5"': 5, '5': BAD, '"x"': BAD, '""': BAD }],
  [
    decimal(10, 2),
    {
      '5': 500n,
      '123.455': 12346n,
      '-123.455': -12346n,
      '1e2': 10000n,
      '1e-99999': 0n,
      '99999999.995': BAD,
      '1e999999999': BAD,
      '"1,234.5"': 123450n,
      '"x"': BAD,
      '""': BAD,
      NaN: BAD,
      true: BAD,
    },
  ],
  [
    binary(),
    { '"QUI="': Buffer.from('AB'), '" QUJD"': Buffer.from('ABC'), '""': Buffer.from(''), '"QUI"': BAD, '"Q!=="': BAD, '5': BAD },
  ],
  [
    array(integer()),
    { '[1,null,2]': [1, null, 2], '[]': [], '[1,"x",2]': BAD, '[1.5]': BAD, '5': BAD, '"[1]"': BAD, '{}': BAD, null: null },
  ],
  [struct({ k: integer() }), { '{"k":1}': [1], '{}': [null], '[]': BAD, '"{}"': BAD, '5': BAD, null: null }],
]

for (const [type, cases] of TABLE) {
  test(`a token becomes ${simpleString(type)} as in Spark 4.2.0`, () => {
    for (const [token, expected] of Object.entries(cases)) {
      const record = Buffer.from(`{"before": 1, "v": ${token}, "after": 2}`)
      const schema = struct({ before: integer(), v: type, after: integer() })
      const { value, bad } = parseRecord(record, 0, record.length, schema)
      assert.deepEqual([value?.[0], value?.[2]], [1, 2], `the fields beside ${token}`)
      const actual = value![1]!
      if (expected === BAD) assert.deepEqual([actual, bad], [null, 'wrong type: v'], token)
      else {
        assert.deepEqual(actual instanceof Uint8Array ? Buffer.from(actual) : actual, expected, token)
        assert.equal(bad, null, token)
      }
    }
  })
}

test('a part of a nested value that is bad leaves the rest', () => {
  const schema = struct({ x: struct({ k: integer(), s: string() }), rows: array(struct({ c: integer() })), a: integer() })
  const record = Buffer.from('{"x": {"k": "z", "s": "kept"}, "rows": [{"c": "z"}, {"c": 2}], "a": 3}')
  const expected = { value: [[null, 'kept'], [[null], [2]], 3], bad: 'wrong type: x' }
  assert.deepEqual(parseRecord(record, 0, record.length, schema), expected)
})

test('a bad part of a struct in a map leaves the rest, a bad value in a map spoils the map alone', () => {
  const inner = map(string(), struct({ a: integer(), c: array(integer()) }))
  const schema = struct({ m: inner, f: struct({ m: map(string(), integer()), n: integer() }), a: integer() })
  const record = Buffer.from(
    '{"m": {"k": {"a": 1, "c": [1, "q"]}, "l": {"a": 5}, "z": null}, "f": {"m": {"x": "q"}, "n": 4}, "a": 3}',
  )
  const entries = [
    ['k', [1, null]],
    ['l', [5, null]],
    ['z', null],
  ]
  assert.deepEqual(parseRecord(record, 0, record.length, schema), { value: [entries, [null, 4], 3], bad: 'wrong type: m' })
})
