import { count } from '../../../src/expressions/functions/aggregates.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { upper } from '../../../src/expressions/functions/text.ts'
import { staticTable } from '../../../src/plan/static-table.ts'
import { double, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, row, type Step, streaming, type Writable } from '../case.ts'
import { type Left, left } from '../join-streams.ts'

const tableSchema = struct({ id: string(), name: string(), n: integer() })
const table = staticTable(
  [
    { id: 'a', name: 'one', n: 1 },
    { id: 'a', name: 'uno', n: 5 },
    { id: 'b', name: 'two', n: 2 },
    { id: null, name: 'none', n: 3 },
    { id: 'x', name: null, n: null },
  ],
  tableSchema,
)
const tablePy = `s = t.sparkSession.createDataFrame([('a', 'one', 1), ('a', 'uno', 5), ('b', 'two', 2), (None, 'none', 3), ('x', None, None)], 'id string, name string, n int')\nresult = `
const streamSteps: readonly Step[] = [
  [row({ k: 'a', v: 1 }), row({ k: 'b', v: 9 }), row({ k: null, v: 3 }), row({ k: 'c', v: null })],
  [row({ k: 'a', v: 4 })],
  'restart',
  [row({ k: 'x', v: 2 }), row({ k: 'b', v: 1 })],
]

function withTable(
  name: string,
  pyspark: string,
  sluice: (t: Left) => Writable,
  steps = streamSteps,
  outputMode: 'append' | 'update' = 'append',
): Case {
  return streaming({
    name,
    schema: left,
    steps,
    outputMode,
    pyspark: `${tablePy}${pyspark}.drop('ts')`,
    sluice: ({ t }) => sluice(t),
  })
}

export const cases: readonly Case[] = [
  streaming({
    name: '14.46 SPARK-19690 a stream with a table',
    schema: struct({ value: integer() }),
    steps: [[0, 1, 2, 3].map(value => row({ value })), [0, 1, 2, 3].map(value => row({ value }))],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(0, 2), (1, 3)], 'parity int, out int'), F.expr('value = parity'))`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { parity: 0, out: 2 },
            { parity: 1, out: 3 },
          ],
          struct({ parity: integer(), out: integer() }),
        ),
        (x, y) => x.value.eq(y.parity),
      ),
  }),
  ...(['inner', 'left'] as const).map(how =>
    withTable(`stream with table: ${how}`, `t.join(s, F.expr('k = id'), '${how}')`, t =>
      t.join(table, (x, y) => x.k.eq(y.id), how).drop('ts'),
    ),
  ),
  withTable('stream with table: leftSemi', `t.join(s, F.expr('k = id'), 'left_semi')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id), 'leftSemi').drop('ts'),
  ),
  withTable('stream with table: leftAnti', `t.join(s, F.expr('k = id'), 'left_anti')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id), 'leftAnti').drop('ts'),
  ),
  withTable('stream with table: cross', 't.crossJoin(s)', t => t.crossJoin(table).drop('ts')),
  withTable('stream with table: no equality, inner', `t.join(s, F.expr('v < n'))`, t =>
    t.join(table, (x, y) => x.v.lt(y.n)).drop('ts'),
  ),
  withTable('stream with table: no equality, left', `t.join(s, F.expr('v < n and v > 1'), 'left')`, t =>
    t.join(table, (x, y) => x.v.lt(y.n).and(x.v.gt(1)), 'left').drop('ts'),
  ),
  withTable('stream with table: no equality, leftAnti', `t.join(s, F.expr('v < n'), 'left_anti')`, t =>
    t.join(table, (x, y) => x.v.lt(y.n), 'leftAnti').drop('ts'),
  ),
  withTable('stream with table: equality and more, left', `t.join(s, F.expr('k = id and v < n'), 'left')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id).and(x.v.lt(y.n)), 'left').drop('ts'),
  ),
  withTable('stream with table: nulls equal', `t.join(s, F.col('k').eqNullSafe(F.col('id')), 'left')`, t =>
    t.join(table, (x, y) => x.k.eqNullSafe(y.id), 'left').drop('ts'),
  ),
  withTable('stream with table: by name', `t.withColumnRenamed('k', 'id').join(s, 'id', 'left')`, t =>
    t.withColumnRenamed('k', 'id').join(table, 'id', 'left').drop('ts'),
  ),
  withTable(
    'stream with table: by name, leftSemi',
    `t.select('v', F.col('k').alias('id'), 'ts').join(s, ['id'], 'left_semi')`,
    t =>
      t
        .select(x => ({ v: x.v, id: x.k, ts: x.ts }))
        .join(table, ['id'], 'leftSemi')
        .drop('ts'),
  ),
  withTable(
    'stream with table: verbs of the table',
    `t.join(s.filter('n < 3').select(F.upper('name').alias('label'), F.col('id').alias('key')).withColumn('one', F.lit(1)), F.expr('k = key'), 'left')`,
    t =>
      t
        .join(
          table
            .filter(x => x.n.lt(3))
            .select(x => ({ label: upper(x.name), key: x.id }))
            .withColumn('one', () => lit(1)),
          (x, y) => x.k.eq(y.key),
          'left',
        )
        .drop('ts'),
  ),
  ...(['inner', 'right'] as const).map(how =>
    withTable(`table with stream: ${how}`, `s.join(t, F.expr('id = k'), '${how}')`, t =>
      table.join(t, (x, y) => x.id.eq(y.k), how).drop('ts'),
    ),
  ),
  withTable('table with stream: cross', 's.crossJoin(t)', t => table.crossJoin(t).drop('ts')),
  withTable('table with stream: by name, right', `s.join(t.withColumnRenamed('k', 'id'), 'id', 'right')`, t =>
    table.join(t.withColumnRenamed('k', 'id'), 'id', 'right').drop('ts'),
  ),
  withTable(
    'stream with table, then an aggregation',
    `t.join(s, F.expr('k = id'), 'left').groupBy('name').agg(F.count('*').alias('c')).withColumn('ts', F.lit(1))`,
    t =>
      t
        .join(table, (x, y) => x.k.eq(y.id), 'left')
        .groupBy(x => ({ name: x.name }))
        .agg(() => ({ c: count() })),
    streamSteps,
    'update',
  ),
  streaming({
    name: 'stream with table: doubles as keys',
    schema: struct({ d: double(), i: integer() }),
    steps: [
      ['{"d": 0.0, "i": 1}', '{"d": -0.0, "i": 2}', '{"d": "NaN", "i": 3}', '{"d": 1, "i": 4}'].map(text => ({
        ...row({}),
        value: text,
      })),
    ],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(-0.0, 'zero'), (float('nan'), 'nan'), (1.0, 'one')], 'e double, name string'), F.expr('d = e'), 'left')`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { e: -0, name: 'zero' },
            { e: Number.NaN, name: 'nan' },
            { e: 1, name: 'one' },
          ],
          struct({ e: double(), name: string() }),
        ),
        (x, y) => x.d.eq(y.e),
        'left',
      ),
  }),
  streaming({
    name: 'stream with table: an int equals a long and a double',
    schema: struct({ i: integer() }),
    steps: [[row({ i: 1 }), row({ i: 2 }), row({ i: 3 })]],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(1, 1.0), (2, 2.5)], 'g long, e double'), F.expr('i = g and i = e'), 'left')`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { g: 1, e: 1 },
            { g: 2, e: 2.5 },
          ],
          struct({ g: long(), e: double() }),
        ),
        (x, y) => x.i.eq(y.g).and(x.i.eq(y.e)),
        'left',
      ),
  }),
  ...(['right', 'full'] as const).map(how =>
    withTable(
      `stream with table: ${how} is refused`,
      `t.join(s, F.expr('k = id'), '${how}')`,
      t => t.join(table, (x, y) => x.k.eq(y.id), how).drop('ts'),
      streamSteps.slice(0, 1),
    ),
  ),
  ...(['left', 'full'] as const).map(how =>
    withTable(
      `table with stream: ${how} is refused`,
      `s.join(t, F.expr('id = k'), '${how}')`,
      t => table.join(t, (x, y) => x.id.eq(y.k), how).drop('ts'),
      streamSteps.slice(0, 1),
    ),
  ),
  ...(['leftSemi', 'leftAnti'] as const).map(how =>
    withTable(
      `table with stream: ${how} is refused`,
      `s.join(t, F.expr('id = k'), '${how.toLowerCase()}')`,
      t => table.join(t, (x, y) => x.id.eq(y.k), how),
      streamSteps.slice(0, 1),
    ),
  ),
]
