import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tslabTypescript, typescript } from './compilers.ts'
import { PAYMENTS } from './payments.ts'

const OF_EVERY_COLUMN = ['cast', 'isNotNull', 'isNull', 'tryCast']
const OF_ORDERED_COLUMNS = [...OF_EVERY_COLUMN, 'between', 'eq', 'eqNullSafe', 'geq', 'gt', 'isin', 'leq', 'lt', 'notEqual']
const OF_STRUCTS = [...OF_EVERY_COLUMN, 'dropFields', 'field', 'withField']

/** Where the reader stands (¦), and all that is offered there. */
const OFFERS: readonly (readonly [where: string, cell: string, offers: readonly string[]])[] = [
  [
    'the columns of a row',
    'payments.filter(t => t.¦)',
    ['amount', 'at', 'day', 'id', 'ok', 'pieces', 'place', 'price', 'tags', 'total'],
  ],
  [
    'the columns of a Kafka record',
    "lab.readStream.kafka({ subscribe: 'x' }).filter(r => r.¦)",
    ['key', 'offset', 'partition', 'timestamp', 'timestampType', 'topic', 'value'],
  ],
  ['keys and aggregates after agg', 'sums.select(t => ({ x: t.¦ }))', ['amount', 'kind']],
  [
    'what a number can',
    'payments.filter(t => t.amount.¦)',
    [...OF_ORDERED_COLUMNS, 'bitwiseAND', 'bitwiseOR', 'bitwiseXOR', 'divide', 'minus', 'mod', 'multiply', 'plus'],
  ],
  [
    'what a text can',
    'payments.filter(t => t.id.¦)',
    [...OF_ORDERED_COLUMNS, 'contains', 'endsWith', 'ilike', 'like', 'rlike', 'startsWith', 'substr'],
  ],
  ['what a condition can', 'payments.filter(t => t.ok.¦)', [...OF_ORDERED_COLUMNS, 'and', 'not', 'or']],
  ['what a moment can', 'payments.filter(t => t.at.¦)', [...OF_ORDERED_COLUMNS, 'minus', 'plus']],
  ['the fields of a struct', 'payments.select(t => ({ x: t.place.¦ }))', [...OF_STRUCTS, 'city']],
  ['the fields of a window', "payments.select(t => ({ x: window(t.at, '1 hour').¦ }))", [...OF_STRUCTS, 'end', 'start']],
  ['the columns that can carry a watermark', "payments.withWatermark('¦')", ['at']],
  ['how a CASE goes on', "when(lit(true), 'x').¦", ['end', 'otherwise', 'when']],
  ['what follows groupBy', 'payments.groupBy().¦', ['agg', 'count', 'flatMapGroupsWithState', 'mapGroupsWithState']],
  [
    'the options of writeStream',
    'payments.writeStream({ ¦ })',
    ['checkpointLocation', 'multipleWatermarkPolicy', 'noDataMicroBatches', 'outputMode', 'queryName', 'sink'],
  ],
  ['the output modes', "payments.writeStream({ sink: memorySink(), outputMode: '¦' })", ['append', 'complete', 'update']],
]

for (const compiler of [typescript(), tslabTypescript()]) {
  for (const [where, cell, offers] of OFFERS) {
    test(`${compiler.name} completes ${where}, and nothing else`, () => {
      assert.deepEqual([...compiler.completions(PAYMENTS + cell)].sort(), [...offers].sort())
    })
  }
}
