import { accumulatorFor } from '../expressions/accumulators/accumulator-for.ts'
import type { EvaluationContext } from '../expressions/evaluate.ts'
import { type Node, walk } from '../expressions/node.ts'
import { nodeLabel } from '../expressions/node-key.ts'
import { typeOf } from '../expressions/type-of.ts'
import { assignWindows } from '../operators/assign-windows.ts'
import { filter } from '../operators/filter.ts'
import { observeEventTime } from '../operators/observe-event-time.ts'
import { project } from '../operators/project.ts'
import type { Rows } from '../operators/rows.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import { optimize } from '../plan/optimize.ts'
import { type NamedNode, type Plan, type SourceDefinition, stepsOf } from '../plan/plan.ts'
import { RequiredColumns } from '../plan/required-columns.ts'
import { WantedFields } from '../plan/wanted-fields.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import type { AggregationShape } from '../state/aggregation-state.ts'
import type { EventTimeStats } from '../windows/watermark.ts'

/** What the operators of one batch share. */
export interface BatchContext extends EvaluationContext {
  /** Per `withWatermark` of the plan, source first. */
  readonly eventTimes: readonly EventTimeStats[]
}

export type Operator = (rows: Rows, context: BatchContext) => Rows

export interface PhysicalAggregate {
  readonly shape: AggregationShape
  readonly keys: readonly Node[]
  /** What each aggregate takes; `null` for `count()`. */
  readonly inputs: readonly (Node | null)[]
  readonly schema: StructType
  /** Where each field of the schema stands among keys and aggregates: JavaScript lists names like `1` before all others. */
  readonly order: readonly number[]
}

/** A plan made ready to run: what is read, the operators in order, and the one aggregation between them. */
export interface PhysicalPlan {
  readonly source: SourceDefinition
  /** Columns of the source that are needed. */
  readonly sourceColumns: readonly string[]
  readonly operators: readonly Operator[]
  readonly aggregate: PhysicalAggregate | null
  /** Operators over the result of the aggregation. */
  readonly afterAggregate: readonly Operator[]
  /** Delay of each `withWatermark`, milliseconds. */
  readonly delaysMs: readonly number[]
  readonly wantedFields: ReadonlyMap<Node, readonly string[]>
  readonly schema: StructType
}

/** Prepares a plan: watermark-safe filter order, and only the columns and JSON fields that later steps need. */
export function physicalPlan(logical: Plan): PhysicalPlan {
  const plan = optimize(logical)
  const steps = stepsOf(plan)
  const at = steps.findIndex(step => step.kind === 'aggregate')
  const aggregateStep = at < 0 ? null : (steps[at] as Plan & { kind: 'aggregate' })
  const before = at < 0 ? steps : steps.slice(0, at)
  const after = at < 0 ? [] : steps.slice(at + 1)

  let required = new RequiredColumns()
  if (aggregateStep === null) for (const { name } of fieldsOf(plan.schema)) required.addColumn(name)
  else for (const { node } of [...aggregateStep.keys, ...aggregateStep.aggregates]) required.addNode(node)

  const wanted = new WantedFields()
  for (const { node } of aggregateStep === null ? [] : [...aggregateStep.keys, ...aggregateStep.aggregates]) wanted.addNode(node)
  const watermarks = before.filter(step => step.kind === 'watermark')
  const operators: Operator[] = []
  for (const step of before.slice(1).reverse()) {
    const built = buildOperator(step, required, wanted, watermarks.indexOf(step as Plan & { kind: 'watermark' }))
    operators.unshift(built.operator)
    required = built.required
  }
  const source = (steps[0] as Plan & { kind: 'source' }).source
  return {
    source,
    sourceColumns: required.names().filter(name => Object.hasOwn(source.schema.fields, name)),
    operators,
    aggregate: aggregateStep === null ? null : physicalAggregate(aggregateStep),
    afterAggregate: after.map(step => buildOperator(step, allOf(step.schema), wanted, -1).operator),
    delaysMs: watermarks.map(({ delayUs }) => Math.floor(delayUs / 1000)),
    wantedFields: wanted.lists(),
    schema: plan.schema,
  }
}

function allOf(schema: StructType): RequiredColumns {
  const all = new RequiredColumns()
  for (const { name } of fieldsOf(schema)) all.addColumn(name)
  return all
}

interface Built {
  readonly operator: Operator
  readonly required: RequiredColumns
}

/** @param watermark the number of this step among the `withWatermark` of the plan, source first; -1 where it has none */
function buildOperator(step: Plan, required: RequiredColumns, wanted: WantedFields, watermark: number): Built {
  switch (step.kind) {
    case 'project': {
      const columns = neededColumns(step.columns, required)
      const input = new RequiredColumns()
      for (const { name, node } of columns) {
        input.addNode(node)
        if (node.kind === 'fromJson') wanted.addFields(node, required.fieldsOf(name))
        else wanted.addNode(node)
      }
      const types: [string, DataType][] = columns.map(({ name, node }) => [name, typeOf(node, step.input.schema)])
      const schema: StructType = { kind: 'struct', fields: Object.fromEntries(types) }
      // JavaScript lists names like `1` before all others, whenever they were added.
      const ordered = Object.keys(schema.fields).map(name => columns.find(column => column.name === name)!)
      return { operator: (rows, context) => project(rows, ordered, schema, context), required: input }
    }
    case 'filter': {
      const { condition } = step
      wanted.addNode(condition)
      return {
        operator: (rows, context) => filter(rows, condition, context),
        required: required.with(copy => copy.addNode(condition)),
      }
    }
    case 'watermark': {
      const { column } = step
      // Above the aggregation it has no effect: the watermark of its input rules.
      if (watermark < 0) return { operator: rows => rows, required }
      const operator: Operator = (rows, context) => {
        const position = Object.keys(rows.batch.schema.fields).indexOf(column)
        return observeEventTime(rows, position, context.eventTimes[watermark]!)
      }
      return { operator, required: required.with(copy => copy.addColumn(column)) }
    }
    case 'assignWindows': {
      const { time, window, column } = step
      wanted.addNode(time)
      const operator: Operator = (rows, context) => {
        const schema: StructType = {
          kind: 'struct',
          fields: { ...rows.batch.schema.fields, [column]: step.schema.fields[column]! },
        }
        return assignWindows(rows, time, window, schema, context)
      }
      return { operator, required: required.with(copy => copy.addNode(time)) }
    }
    case 'source':
    case 'aggregate':
      throw new Error(`${step.kind} is no operator of a row pipeline`)
  }
}

/** The columns that later steps read, and for each `fromJson` of the others one that has it: its bad records must be counted. */
function neededColumns(columns: readonly NamedNode[], required: RequiredColumns): readonly NamedNode[] {
  const parsedBy = ({ node }: NamedNode) => [...walk(node)].filter(part => part.kind === 'fromJson')
  const needed = new Set(columns.filter(({ name }) => required.has(name)))
  const parsed = new Set([...needed].flatMap(parsedBy))
  for (const column of columns) {
    const missing = parsedBy(column).filter(node => !parsed.has(node))
    if (missing.length > 0) needed.add(column)
    for (const node of missing) parsed.add(node)
  }
  return columns.filter(column => needed.has(column))
}

function physicalAggregate(step: Plan & { kind: 'aggregate' }): PhysicalAggregate {
  const marked = eventTimeColumns(step.input)
  const nodes = step.aggregates.map(({ node }) => node as Node & { kind: 'aggregate' })
  const names = [...step.keys, ...step.aggregates].map(({ name }) => name)
  return {
    shape: {
      keys: step.keys.map(({ name, node }) => ({ name, type: typeOf(node, step.input.schema) })),
      eventTimeKey: step.keys.findIndex(({ node }) => node.kind === 'column' && marked.has(node.name)),
      aggregates: nodes.map(nodeLabel),
      newAccumulators: () => nodes.map(node => accumulatorFor(node, step.input.schema)),
    },
    keys: step.keys.map(({ node }) => node),
    inputs: nodes.map(node => node.input),
    schema: step.schema,
    order: Object.keys(step.schema.fields).map(field => names.indexOf(field)),
  }
}
