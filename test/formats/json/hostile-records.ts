/** Numbers that a seed repeats. @see mulberry32 */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const NUMBERS = `5 -0 0 -5 5.0 5e0 -0.0 -0.5 1e999 -1e999 100.10 1e7 12345678.9 0.00012 1234567890123456789012.5 9007199254740993
  123456789012345 1234567890123456 0.1234567890123456789 2147483647 2147483648 -2147483648 -2147483649 9223372036854775807
  9223372036854775808 999999999999999 9999999999999 1e-400 4.9e-324 1.7976931348623157e308 2.2250738585072011e-308
  123.45 99.99 1451732645 9223372036855 127 128 255 256 -128 -129 32767 32768 -32768 -32769 3.4028235e38 3.4028236e38 -0e5
  1.00000017881393432617187499 1.00000005960464477539062500001 7.006492321624086e-46`.split(/\s+/)
const TEXTS =
  `a x txn_0001 withdrawal online 2024-01-01 2024-02-29 2023-02-29 2024-13-01 5 NaN INF true é 日本 😀 1999-12-31T23:59:59.123Z`
    .split(/\s+/)
    .concat(
      '2024-01-01 10:00:00',
      '2024-01-01 24:00:00',
      '0001-01-01 00:00:00',
      '9999-12-31 23:59:59.999999',
      '2024-01-01 10:00:00.1234567',
    )
    .map(text => JSON.stringify(text))
    .concat('""', '" "', '"\\u0041"', '"\\ud83d\\ude00"', '"\\ud800"', '"a\\\\b"', '"a\\qb"', '"a\tb"', "'single'", '"\\/"')
const ODD =
  `null null true false NaN -Infinity +INF INF tru nul 007 +5 .5 5. 5e 5.e1 - [] {} [1,2] {"a":1} [1,"x"] {"k":tru} @ 1x`.split(
    ' ',
  )
const BYTES = ['"', '{', '}', '[', ']', ',', ':', '\\', "'", '0', '-', '.', 'e', ' ', '\n', '\t', '\x00', '\x7f', '\ufeff', 'é']

/** Values that suit a type, mostly; now and then any. */
export type ValueKind = 'string' | 'number' | 'integer' | 'small' | 'boolean'

/** Records of a schema as producers and attackers write them: valid ones, odd ones, and valid ones broken. */
export function hostileRecords(fields: readonly (readonly [string, ValueKind])[], seed: number) {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

  function value(kind: ValueKind): string {
    if (random() < 0.04) return pick(pick([NUMBERS, TEXTS, ODD]))
    if (kind === 'boolean') return pick(['true', 'false'])
    if (kind === 'string') return pick(TEXTS)
    if (kind === 'small') return String(Math.floor((random() - 0.5) * 2 ** pick([5, 8, 9, 10, 16, 17])))
    if (random() < 0.3) return pick(NUMBERS)
    const integer = Math.floor(random() * 10 ** Math.ceil(random() * 12))
    return kind === 'integer' || random() < 0.3 ? String(integer) : (random() * 1000).toFixed(Math.floor(random() * 18))
  }

  function text(): string {
    let pairs = fields.map(([name, kind]) => ({ name: JSON.stringify(name), value: value(kind) }))
    const turn = random()
    if (turn < 0.05) pairs = pairs.sort(() => random() - 0.5)
    else if (turn < 0.08) pairs.splice(Math.floor(random() * pairs.length), 1)
    else if (turn < 0.11) pairs.push({ name: '"other"', value: value(pick(['string', 'number', 'boolean'] as const)) })
    else if (turn < 0.14)
      pairs.splice(Math.floor(random() * pairs.length), 0, { ...pick(pairs), value: pick(pick([NUMBERS, TEXTS, ODD])) })
    else if (turn < 0.15) pairs = pairs.map(pair => ({ ...pair, name: pair.name.replace('a', '\\u0061') }))
    const [colon, comma] =
      random() < 0.9 ? [': ', ', '] : pick([[':', ','] as const, [' : ', ' , '] as const, [':\t', ',\n'] as const])
    return `{${pairs.map(pair => pair.name + colon + pair.value).join(comma)}}`
  }

  function broken(record: Buffer): Buffer {
    const at = Math.floor(random() * record.length)
    const turn = random()
    if (turn < 0.25) return record.subarray(0, at)
    if (turn < 0.5) return Buffer.concat([record.subarray(0, at), record.subarray(at + 1)])
    if (turn < 0.75) return Buffer.concat([record.subarray(0, at), Buffer.from(pick(BYTES)), record.subarray(at)])
    const flipped = Buffer.from(record)
    flipped[at] = Math.floor(random() * 256)
    return flipped
  }

  return (): Buffer => {
    const turn = random()
    if (turn < 0.01) return Buffer.from(pick(['', ' ', 'null', '1', '[]', '{}', ' {} ', '"x"', '\ufeff{}']))
    let record: Buffer = Buffer.from(text())
    if (turn < 0.03) record = Buffer.concat([record, Buffer.from(pick([' ', '\n', ' xyz', '}', '{"a":1}']))])
    while (random() < 0.15) if (record.length > 0) record = broken(record)
    return record
  }
}
