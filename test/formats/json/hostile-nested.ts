import { randomOf } from './hostile-records.ts'

const NUMBERS = `5 -0 0 -5 5.0 5e0 -0.0 -0.5 1e999 100.10 1e7 12345678.9 0.00012 127 128 256 -129 32768 1234567890123456789012.5
  9007199254740993 2147483647 2147483648 9223372036854775808 1e-400 123.455 99999999.995 1451732645 16777217 0.1`.split(/\s+/)
const TEXTS =
  String.raw`a|QUI=|QUI|Q===|2024-01-01|2024-02-30|2024-01-01 10:00:00|2024-01-01T10:00:00+01:00|5|1,234.5|NaN|-INF|true||é|日本|😀
\u0041|\ud83d\ude00|\ud800|a\\b|a\qb|\'|\/|\u00|QU\u0049=| QUI=|\u0000`.split(/[|\n]/)
const ODD = 'null null true false NaN -Infinity +INF INF tru nul 007 +5 .5 5. 5e - @ 1x /**/1 truex'.split(' ')
const KEYS = 's i l d f b t dt dec bin by sh arr aos x m mm sa k unknown _corrupt_record'.split(' ').concat('', 'S')
/** Values that suit the field of that name, whole and with a part that is bad. */
const SUITING: Readonly<Record<string, readonly string[]>> = {
  s: ['"a"', '[1, 2.50]'],
  i: ['5', '-7'],
  l: ['123456789012345'],
  d: ['1.5', '5'],
  f: ['1.1'],
  b: ['true'],
  t: ['"2024-01-01 10:00:00"', '5'],
  dt: ['"2024-01-01"'],
  dec: ['1.5', '"2"'],
  bin: ['"QUI="'],
  by: ['127', '200'],
  sh: ['5'],
  arr: ['[1,2]', '[]', '[1,"x",{"k":1}]'],
  aos: ['[{"k":1,"s":"x"},{"k":"z"},null]', '[{"s":[1,2.50]}]'],
  x: ['{"k":1,"s":"y","m":{"p":1}}', '{"k":"z","m":{"p":"q","r":1},"s":"kept"}'],
  m: ['{"p":1,"q":2}', '{"p":"x","q":1}', '{"p":1,"p":2}'],
  mm: ['{"p":{"k":1},"q":{"k":"z"}}', '{"p":{"k":1},"q":5,"r":{"k":1}}'],
  sa: ['["a",1,{"b":2.0}]'],
}
const BYTES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  "'",
  '0',
  '-',
  '.',
  'e',
  ' ',
  '\n',
  '\t',
  '\x00',
  '\ufeff',
  '/',
  '//',
  '/*',
  'n',
]

/** Nested records, many of them broken: values of the wrong kind at any depth, bytes lost, added and turned. */
export function hostileNested(seed: number): () => Buffer {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: Math.floor(random() * most) }, make)

  function value(depth: number): string {
    const turn = random()
    if (turn < 0.22) return pick(NUMBERS)
    if (turn < 0.5) return `"${pick(TEXTS)}"`
    if (turn < 0.62 || depth > 3) return pick(ODD)
    if (turn < 0.82) return object(depth + 1)
    return `[${some(4, () => value(depth + 1)).join(', ')}]`
  }

  function object(depth: number): string {
    const pairs = some(depth === 0 ? 9 : 4, () => {
      const key = pick(KEYS)
      const suiting = SUITING[key]
      const turn = random()
      const name = turn < 0.04 ? `'${key}'` : turn < 0.06 ? key : JSON.stringify(key)
      return `${name}${pick([':', ': ', ' : '])}${suiting !== undefined && random() < 0.6 ? pick(suiting) : value(depth)}`
    })
    return `{${pairs.join(pick([',', ', ']))}}`
  }

  function broken(record: Buffer): Buffer {
    const at = Math.floor(random() * record.length)
    const turn = random()
    if (turn < 0.15) return record.subarray(0, at)
    if (turn < 0.45) return Buffer.concat([record.subarray(0, at), record.subarray(at + 1)])
    if (turn < 0.8) return Buffer.concat([record.subarray(0, at), Buffer.from(pick(BYTES)), record.subarray(at)])
    const turned = Buffer.from(record)
    turned[at] = Math.floor(random() * 256)
    return turned
  }

  return () => {
    let record: Buffer = Buffer.from(random() < 0.9 ? object(0) : value(0))
    while (random() < 0.25 && record.length > 0) record = broken(record)
    return record
  }
}
