import type { AggregateFunction } from './aggregate-function.ts'
import { APPROXIMATE_AGGREGATES } from './approximate-aggregates.ts'
import { NUMERIC_AGGREGATES } from './numeric-aggregates.ts'
import { VALUE_AGGREGATES } from './value-aggregates.ts'

export type { AggregateFunction } from './aggregate-function.ts'

const BY_NAME: ReadonlyMap<string, AggregateFunction> = new Map(
  [...NUMERIC_AGGREGATES, ...VALUE_AGGREGATES, ...APPROXIMATE_AGGREGATES].map(aggregate => [aggregate.name, aggregate]),
)

/** The names of all aggregates. */
export const aggregateNames = (): readonly string[] => [...BY_NAME.keys()]

/** The aggregate of this name; a plan holds only names that are registered. */
export function aggregateNamed(name: string): AggregateFunction {
  const aggregate = BY_NAME.get(name)
  if (aggregate === undefined) throw new Error(`no aggregate function ${name}`)
  return aggregate
}
