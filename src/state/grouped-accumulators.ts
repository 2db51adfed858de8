import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { Field } from '../schema/data-type.ts'
import type { NamedColumn } from './state-batch.ts'

/** What a table of groups keeps for each of them. */
export interface GroupedShape {
  readonly keys: readonly Field[]
  /** What each accumulator holds: a state file made for other aggregates is refused even where their types agree. */
  readonly aggregates: readonly string[]
  newAccumulators(): readonly Accumulator[]
}

/** The columns of a state file with the keys and accumulators of some groups. */
export function groupColumns(
  { keys, aggregates }: GroupedShape,
  vectors: readonly ColumnVector[],
  accumulators: readonly Accumulator[],
  groups: Int32Array,
): readonly NamedColumn[] {
  const saved = accumulators.flatMap((accumulator, i) => accumulator.save(groups).map(buffer => [aggregates[i], buffer] as const))
  return [
    ...keys.map(({ name }, i): NamedColumn => [`key ${name}`, vectors[i]!]),
    ...saved.map(([aggregate, buffer], i): NamedColumn => [`value ${i}: ${aggregate}`, buffer]),
  ]
}

/** Sets groups from the columns behind the keys that `groupColumns` gave. */
export function loadAccumulators(
  accumulators: readonly Accumulator[],
  columns: readonly ColumnVector[],
  groups: Int32Array,
): void {
  let first = 0
  for (const accumulator of accumulators) {
    const width = accumulator.save(new Int32Array(0)).length
    accumulator.load(columns.slice(first, first + width), groups)
    first += width
  }
}
