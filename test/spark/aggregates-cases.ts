import type { Column } from '../../src/expressions/column.ts'
import type { OutputMode } from '../../src/plan/sink.ts'
import type { ColumnsOf } from '../../src/plan/stream.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  type Fields,
  float,
  integer,
  long,
  map,
  type StructType,
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { mixedRows } from './aggregates-rows.ts'
import { type Case, type CaseRecord, raw, streaming } from './case.ts'

const values = {
  b: byte(),
  s: short(),
  i: integer(),
  l: long(),
  f: float(),
  d: double(),
  m: decimal(12, 3),
  w: decimal(30, 5),
  t: string(),
  y: boolean(),
  a: date(),
  c: timestamp(),
  n: binary(),
  e: array(integer()),
  g: struct({ x: integer(), z: string() }),
  p: map(string(), integer()),
  h: struct({ d: double(), l: array(string()), w: decimal(30, 5), c: timestamp(), y: boolean(), f: array(double()) }),
} as const
const schema = struct({ k: string(), ...values })
/** A row of `grouped`. */
export type Row = ColumnsOf<(typeof schema)['fields']>

/** Aggregates by name: how PySpark writes one, and how sluice does. */
export type Aggregates<R> = Readonly<Record<string, readonly [pyspark: string, sluice: (t: R) => Column]>>

const inPython = (aggregates: Aggregates<never>) =>
  Object.entries(aggregates).map(([name, [pyspark]]) => `${pyspark}.alias('${name}')`)

/** Which partition comes first depends on the name of the topic. */
const inOnePartition = (steps: readonly (readonly CaseRecord[])[]) =>
  steps.map(records => records.map(record => ({ ...record, partition: 0 })))

/**
 * Rows of several types, partitions and batches, grouped by `k`.
 *
 * @param given.inOrder all rows in one partition, where their order decides what comes out
 */
export function grouped(
  name: string,
  aggregates: Aggregates<Row>,
  given: { readonly outputMode?: OutputMode; readonly inOrder?: boolean } = {},
): Case {
  return streaming({
    name,
    schema,
    outputMode: given.outputMode ?? 'update',
    steps: given.inOrder === true ? inOnePartition(mixedRows) : mixedRows,
    // The rows of a step come in several partitions; only so are they all in one batch.
    trigger: 'availableNow',
    pyspark: `t.groupBy('k').agg(${inPython(aggregates).join(', ')})`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .agg(r => Object.fromEntries(Object.entries(aggregates).map(([as, [, make]]) => [as, make(r as unknown as Row)]))),
  })
}

/** A few rows given as JSON text, all in one group. */
export function over<F extends Fields>(
  name: string,
  fields: StructType<F>,
  rows: readonly string[],
  aggregates: Aggregates<ColumnsOf<F>>,
): Case {
  return streaming({
    name,
    schema: fields,
    outputMode: 'complete',
    steps: [rows.map(text => raw(text))],
    pyspark: `t.groupBy().agg(${inPython(aggregates).join(', ')})`,
    sluice: ({ t }) =>
      t
        .groupBy()
        .agg(r =>
          Object.fromEntries(Object.entries(aggregates).map(([as, [, make]]) => [as, make(r as unknown as ColumnsOf<F>)])),
        ),
  })
}
