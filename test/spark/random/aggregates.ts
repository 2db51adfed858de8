import type { Column } from '../../../src/expressions/column.ts'
import { avg, boolAnd, boolOr, count, countIf, max, min, sum } from '../../../src/expressions/functions/aggregates.ts'
import { approxCountDistinct } from '../../../src/expressions/functions/aggregates-distribution.ts'
import { stddevSamp, varPop } from '../../../src/expressions/functions/aggregates-statistics.ts'
import { built, printed, type Tree } from './expression.ts'
import type { Kind } from './operation.ts'

type Build = (column: never) => Column

/** Aggregates by their PySpark name, with what they take. `first` and `last` follow an order that Spark does not promise. */
const AGGREGATES: Readonly<Record<string, { readonly build: Build; readonly kinds: readonly Kind[] }>> = {
  count: {
    build: (column: Column) => count(column),
    kinds: ['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'date', 'timestamp'],
  },
  sum: { build: sum, kinds: ['integer', 'double', 'decimal'] },
  avg: { build: avg, kinds: ['integer', 'long', 'double', 'decimal'] },
  min: { build: min, kinds: ['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'date', 'timestamp'] },
  max: { build: max, kinds: ['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'date', 'timestamp'] },
  count_if: { build: countIf, kinds: ['boolean'] },
  bool_and: { build: boolAnd, kinds: ['boolean'] },
  bool_or: { build: boolOr, kinds: ['boolean'] },
  stddev_samp: { build: stddevSamp, kinds: ['integer', 'double'] },
  var_pop: { build: varPop, kinds: ['double'] },
  approx_count_distinct: { build: (column: Column) => approxCountDistinct(column), kinds: ['integer', 'string', 'long'] },
}

/** Names of aggregates that take a kind. */
export const aggregatesFor = (kind: string): readonly string[] =>
  Object.keys(AGGREGATES).filter(name => (AGGREGATES[name]!.kinds as readonly string[]).includes(kind))

export interface Aggregate {
  readonly name: string
  /** PySpark's name; `count` of null counts rows. */
  readonly aggregate: string
  readonly input: Tree | null
}

export const printedAggregate = ({ name, aggregate, input }: Aggregate): string =>
  `F.${aggregate}(${input === null ? "'*'" : printed(input)}).alias('${name}')`

export const builtAggregate = ({ aggregate, input }: Aggregate): Column =>
  input === null ? count() : AGGREGATES[aggregate]!.build(built(input) as never)
