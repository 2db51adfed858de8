import type { Node, TimeWindow } from '../expressions/node.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Source } from '../sources/source.ts'

export interface NamedNode {
  readonly name: string
  readonly node: Node
}

/** A source that has not been opened: every query of a stream opens its own. */
export interface SourceDefinition {
  readonly description: string
  readonly schema: StructType
  open(): Source
}

/** What a query does, as data. Built by the fluent API, read by analysis, `explain` and the engines. */
export type Plan =
  | { readonly kind: 'source'; readonly source: SourceDefinition; readonly schema: StructType }
  | { readonly kind: 'project'; readonly input: Plan; readonly columns: readonly NamedNode[]; readonly schema: StructType }
  | { readonly kind: 'filter'; readonly input: Plan; readonly condition: Node; readonly schema: StructType }
  | {
      readonly kind: 'watermark'
      readonly input: Plan
      readonly column: string
      readonly delayUs: number
      readonly schema: StructType
    }
  | {
      /** One row per window that holds the time; `column` is added. Rows without a time are dropped. */
      readonly kind: 'assignWindows'
      readonly input: Plan
      readonly time: Node
      readonly window: TimeWindow
      readonly column: string
      readonly schema: StructType
    }
  | {
      readonly kind: 'aggregate'
      readonly input: Plan
      readonly keys: readonly NamedNode[]
      /** Each node is an `aggregate`. */
      readonly aggregates: readonly NamedNode[]
      readonly schema: StructType
    }

/** The steps from the source to `plan`, source first. */
export function stepsOf(plan: Plan): readonly Plan[] {
  return plan.kind === 'source' ? [plan] : [...stepsOf(plan.input), plan]
}
