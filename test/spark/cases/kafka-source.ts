import { type Case, joined, raw, row, type SourceOptions, type Step, streaming } from '../case.ts'
import { VALUE } from '../records.ts'

/** Records with these values in a partition. */
const numbers = (partition: number, from: number, to: number, at?: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => row({ value: from + i }, { partition, ...(at === undefined ? {} : { at }) }))
const limits = [...numbers(0, 100, 200), ...numbers(1, 10, 20), ...numbers(2, 1, 1)]

/** Three generations of ten records over three partitions. */
const generations: Step = [0, 1, 2].flatMap(generation =>
  Array.from({ length: 10 }, (_, i) =>
    row({ value: generation * 10 + i }, { partition: i % 3, at: 1_000_000_000 + generation * 100 }),
  ),
)
const from = (name: string, options: SourceOptions, steps: readonly Step[] = [generations]): Case =>
  streaming({ name, ...base, options, steps, offsets: true })
const base = {
  schema: VALUE,
  pyspark: `t.select('value')`,
  sluice: ({ t }: Parameters<Parameters<typeof streaming<(typeof VALUE)['fields']>>[0]['sluice']>[0]) =>
    t.select(r => ({ value: r.value })),
}
const refused = (name: string, options: SourceOptions): Case =>
  streaming({ name, ...base, options, steps: [numbers(0, 1, 2)], needsBroker: true })

export const cases: readonly Case[] = [
  streaming({
    name: '14.88 maxOffsetsPerTrigger',
    ...base,
    offsets: true,
    options: { maxOffsetsPerTrigger: 10 },
    steps: [limits, 'restart', numbers(1, 21, 40)],
  }),
  streaming({
    name: '14.88 maxOffsetsPerTrigger, one batch a start',
    ...base,
    trigger: 'once',
    offsets: true,
    options: { maxOffsetsPerTrigger: 10 },
    steps: [limits, numbers(1, 21, 40)],
  }),
  streaming({
    name: '14.91 availableNow with a limit',
    ...base,
    trigger: 'availableNow',
    offsets: true,
    options: { maxOffsetsPerTrigger: 5 },
    partitions: 5,
    steps: [numbers(0, 1, 15), numbers(3, 1, 7)],
  }),
  joined({
    name: '14.92 two sources, each with its limit',
    schemas: { a: VALUE, b: VALUE },
    offsets: true,
    options: { maxOffsetsPerTrigger: 5 },
    steps: [
      [
        ...Array.from({ length: 10 }, (_, i) => row({ value: i }, { source: 'a' })),
        ...Array.from({ length: 20 }, (_, i) => row({ value: 100 + i }, { source: 'b' })),
      ],
      'restart',
      Array.from({ length: 10 }, (_, i) => row({ value: 200 + i }, { source: 'b' })),
    ],
    pyspark: `streams['a'].union(streams['b']).select('value')`,
    sluice: ({ streams }) => streams.a.union(streams.b).select(r => ({ value: r.value })),
  }),
  streaming({
    name: 'the limit is below the number of partitions',
    ...base,
    offsets: true,
    options: { maxOffsetsPerTrigger: 1 },
    steps: [[...numbers(0, 1, 3), ...numbers(1, 11, 12), ...numbers(2, 21, 21)]],
  }),
  from('startingOffsets latest', { startingOffsets: 'latest' }, [numbers(0, 1, 3), numbers(0, 4, 5)]),
  from('14.99 explicit offsets', { startingOffsets: '{"$topic":{"0":2,"1":-2,"2":-1}}' }, [generations, numbers(2, 100, 102)]),
  from('14.99 startingTimestamp', { startingTimestamp: 1_000_000_000_000 + 100_000 }),
  from('14.99 startingOffsetsByTimestamp', {
    startingOffsetsByTimestamp: '{"$topic":{"0":1000000100000,"1":1000000200000,"2":0}}',
  }),
  from('14.99 the timestamp of all beats those of partitions and offsets', {
    startingTimestamp: 1_000_000_200_000,
    startingOffsetsByTimestamp: '{"$topic":{"0":0,"1":0,"2":0}}',
    startingOffsets: 'earliest',
  }),
  from('14.99 no record is that new', { startingTimestamp: 2_000_000_000_000 }),
  from(
    '14.99 no record is that new, then latest',
    { startingTimestamp: 2_000_000_000_000, startingOffsetsByTimestampStrategy: 'latest' },
    [generations, numbers(0, 100, 101)],
  ),
  from('assign', { assign: '{"$topic":[0,2]}' }),
  from('subscribePattern', { subscribePattern: '^$topic$' }),
  refused('14.96 startingOffsets that do not name all partitions', { startingOffsets: '{"$topic":{"5":0}}' }),
  refused('14.96 two strategies', { subscribe: '$topic', assign: '{"$topic":[0]}' }),
  refused('14.96 no topic in subscribe', { subscribe: '' }),
  refused('14.96 an empty pattern', { subscribePattern: '' }),
  refused('14.96 assign that is no JSON', { assign: '' }),
  refused('14.96 startingOffsets that is no word', { startingOffsets: 'middle' }),
  refused('14.98 assign that is malformed', { assign: '{"a": 0}' }),
  refused('14.98 startingOffsets that are malformed', { startingOffsets: '{"a": 1' }),
  refused('14.96 endingOffsets in a stream', { endingOffsets: 'earliest' }),
  refused('14.96 a topic that is not there', { subscribe: 'there-is-no-such-topic' }),
  streaming({
    name: '14.89 and 14.90 minOffsetsPerTrigger',
    ...base,
    offsets: true,
    options: { minOffsetsPerTrigger: 15, maxOffsetsPerTrigger: 20 },
    steps: [[...numbers(0, 100, 120), ...numbers(1, 10, 20), ...numbers(2, 1, 1)], [...numbers(0, 121, 128)], numbers(1, 21, 30)],
  }),
  streaming({
    name: '14.97 minPartitions',
    ...base,
    differs: 'minPartitions is not supported: a partition is read in one go, and no row changes',
    options: { minPartitions: 4 },
    steps: [numbers(0, 1, 9)],
  }),
  streaming({
    name: 'all columns of a record',
    schema: VALUE,
    options: { includeHeaders: true },
    partitions: 2,
    steps: [
      [
        raw('x', { key: 'k', partition: 1, at: 1.5, headers: { a: '1', b: '' } }),
        raw(null, { key: 'gone' }),
        raw(new Uint8Array([0xff, 0, 0xc3, 0x28]), { at: 2_000_000_000 }),
        raw(''),
      ],
    ],
    pyspark: `kafka`,
    sluice: ({ kafka }) => kafka,
  }),
  streaming({
    name: 'a tombstone gives a row of nulls',
    schema: VALUE,
    steps: [[raw(null), raw(''), raw('null'), raw('{}'), row({ value: 1 })]],
    pyspark: `t.select('value', t.value.isNull().alias('n'))`,
    sluice: ({ t }) => t.select(r => ({ value: r.value, n: r.value.isNull() })),
  }),
]
