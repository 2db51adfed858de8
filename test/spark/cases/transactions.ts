import { type Case, type RecordOptions, row, streaming, type Transaction } from '../case.ts'
import { seconds, VALUE, type Values, values } from '../records.ts'

const transaction = (fate: Transaction['transaction'], list: number[], options: RecordOptions = {}): Transaction => ({
  transaction: fate,
  records: list.map(value => row({ value }, options)),
})
const committed = {
  schema: VALUE,
  options: { 'kafka.isolation.level': 'read_committed' },
  sluiceOptions: { 'kafka.isolation.level': null, isolationLevel: 'read_committed' },
  pyspark: `t.select('value')`,
  sluice: ({ t }: Values) => t.select(r => ({ value: r.value })),
} as const

export const cases: readonly Case[] = [
  streaming({
    name: '14.93 read_committed with a limit',
    ...committed,
    offsets: true,
    options: { ...committed.options, maxOffsetsPerTrigger: 3 },
    steps: [
      transaction('commit', [0, 1, 2, 3, 4]),
      transaction('abort', [6, 7, 8, 9, 10]),
      transaction('commit', [12, 13, 14, 15, 16]),
      values(18),
      transaction('commit', [20]),
      [...values(22, 23)],
      transaction('commit', [22, 23]),
    ],
  }),
  streaming({
    name: 'read_uncommitted sees what was aborted',
    ...committed,
    options: { 'kafka.isolation.level': 'read_uncommitted' },
    sluiceOptions: { 'kafka.isolation.level': null, isolationLevel: 'read_uncommitted' },
    needsBroker: true,
    steps: [transaction('commit', [1, 2]), transaction('abort', [3]), values(4)],
  }),
  streaming({
    name: 'several partitions',
    ...committed,
    offsets: true,
    steps: [
      { transaction: 'commit', records: [row({ value: 1 }, { partition: 0 }), row({ value: 2 }, { partition: 1 })] },
      { transaction: 'abort', records: [row({ value: 3 }, { partition: 0 })] },
    ],
  }),
  streaming({
    name: '14.95 and 14.86 how far a batch is behind, and the names in its progress',
    schema: VALUE,
    offsets: true,
    progressShape: true,
    options: { maxOffsetsPerTrigger: 3 },
    steps: [
      [
        ...Array.from({ length: 3 }, (_, i) => row({ value: i })),
        ...Array.from({ length: 6 }, (_, i) => row({ value: i }, { partition: 1 })),
      ],
    ],
    pyspark: `t.select('value')`,
    sluice: ({ t }) => t.select(r => ({ value: r.value })),
  }),
  streaming({
    name: '14.86 the names in the progress of a windowed count',
    schema: VALUE,
    progressShape: true,
    outputMode: 'update',
    steps: [seconds(10, 20), seconds(100)],
    pyspark: `t.withWatermark('ts', '10 seconds').groupBy('ts').count()`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ ts: r.ts }))
        .count(),
  }),
]
