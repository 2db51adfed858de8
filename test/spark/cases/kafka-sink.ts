import { array, binary, integer, string, struct } from '../../../src/schema/data-type.ts'
import { kafkaSink } from '../../../src/sinks/kafka-sink.ts'
import { brokersFromEnvironment } from '../../../src/sources/kafka/client.ts'
import { type Case, type CaseSink, row, streaming } from '../case.ts'

const sink: CaseSink = {
  format: 'kafka',
  sluice: ({ topic }) => kafkaSink({ topic, brokers: brokersFromEnvironment() }),
}
const PARTS = struct({ k: string(), v: string(), p: integer() })
const keys = Array.from({ length: 60 }, (_, i) => row({ k: `key ${i} ü`, v: `value ${i}`, p: i % 3 }))

export const cases: readonly Case[] = [
  streaming({
    name: 'a key chooses the partition',
    schema: PARTS,
    partitions: 3,
    sink,
    steps: [keys, 'restart', [row({ k: '', v: '', p: 0 }), row({ k: 'key 1 ü', v: null })]],
    pyspark: `t.select(F.col('k').alias('key'), F.col('v').alias('value'))`,
    sluice: ({ t }) => t.select(r => ({ key: r.k, value: r.v })),
  }),
  streaming({
    name: 'a partition that is given, bytes, and columns that say nothing',
    schema: struct({ key: binary(), value: binary(), partition: integer(), timestamp: string(), other: string() }),
    partitions: 3,
    sink,
    steps: [
      [
        row({ key: 'AAE=', value: '/w==', partition: 2, timestamp: 'x', other: 'y' }),
        row({ key: null, value: null, partition: 0 }),
        row({ key: '', value: '', partition: 1 }),
      ],
    ],
    pyspark: `t.drop('ts')`,
    sluice: ({ t }) => t.drop('ts'),
  }),
  streaming({
    name: 'headers, in order and with names that repeat',
    schema: struct({ value: string(), partition: integer(), headers: array(struct({ key: string(), value: binary() })) }),
    sink,
    partitions: 1,
    steps: [
      [
        row({
          value: 'a',
          partition: 0,
          headers: [
            { key: 'x', value: 'AQ==' },
            { key: 'y', value: '' },
            { key: 'x', value: 'Ag==' },
          ],
        }),
        row({ value: 'b', partition: 0, headers: [] }),
        row({ value: 'c', partition: 0, headers: null }),
      ],
    ],
    pyspark: `t.drop('ts')`,
    sluice: ({ t }) => t.drop('ts'),
  }),
  streaming({
    name: 'update mode',
    schema: PARTS,
    sink,
    partitions: 1,
    outputMode: 'update',
    steps: [[row({ k: 'a', v: 'x' }), row({ k: 'a', v: 'y' })], [row({ k: 'a', v: 'z' })]],
    pyspark: `t.groupBy(F.col('k').alias('key')).count().select('key', F.col('count').cast('string').alias('value'))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ key: r.k }))
        .count()
        .select(r => ({ key: r.key, value: r.count.cast('string') })),
  }),
  streaming({
    name: 'value is missing',
    schema: PARTS,
    sink,
    steps: [[row({ k: 'a' })]],
    pyspark: `t.select('k')`,
    sluice: ({ t }) => t.select(r => ({ k: r.k })),
  }),
  streaming({
    name: 'value is a number',
    schema: PARTS,
    sink,
    steps: [[row({ k: 'a' })]],
    pyspark: `t.select(F.col('p').alias('value'))`,
    sluice: ({ t }) => t.select(r => ({ value: r.p })),
  }),
  streaming({
    name: 'partition is a text',
    schema: PARTS,
    sink,
    steps: [[row({ k: 'a' })]],
    pyspark: `t.select(F.col('v').alias('value'), F.col('k').alias('partition'))`,
    sluice: ({ t }) => t.select(r => ({ value: r.v, partition: r.k })),
  }),
]
