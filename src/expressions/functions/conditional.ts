import type { DataType } from '../../schema/data-type.ts'
import { type BooleanColumn, type Column, columnOf, expressionOf, nodeOf } from '../column.ts'
import type { BranchValue, Common, LiteralColumn, SameKind } from '../common-column.ts'
import { commonType } from '../common-type.ts'
import { type Expression, type Literal, literal } from '../literal.ts'
import type { Node } from '../node.ts'

/**
 * The first value that is not null. Numbers of different types are brought to the widest.
 *
 * @example coalesce(t.type, lit('unknown'))
 */
export function coalesce<C extends Column, O extends readonly SameKind<C>[]>(first: C, ...others: O): Common<C, O[number]> {
  const expressions = [first, ...others].map(expressionOf)
  const type = common(expressions.map(expression => expression.type))
  return columnOf({ node: { kind: 'coalesce', inputs: expressions.map(({ node }) => node) }, type }) as Common<C, O[number]>
}

/** A CASE being built: a column only when closed by `otherwise` or `end`. */
export interface CaseBuilder<C extends Column> {
  /** Another branch: taken where no earlier one was and the condition is true. */
  when<V extends BranchValue<C>>(condition: BooleanColumn, value: V): CaseBuilder<Common<C, LiteralColumn<V>>>
  /** The value where no branch holds. */
  otherwise<V extends BranchValue<C>>(value: V): Common<C, LiteralColumn<V>>
  /** Ends without `otherwise`: null where no branch holds. */
  end(): C
}

/**
 * The value of the first branch whose condition is exactly true; a null condition is not taken.
 *
 * @example when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large')
 * @see Spark `conditionalExpressions.scala`
 */
export function when<V extends Literal | Column>(condition: BooleanColumn, value: V): CaseBuilder<LiteralColumn<V>> {
  return caseBuilder([{ condition: nodeOf(condition), value: branchOf(value) }])
}

/** What the types do not refuse is refused where the plan is built, with its column in the message. */
const common = (types: readonly DataType[]): DataType => commonType(types) ?? types[0]!

interface Branch {
  readonly condition: Node
  readonly value: Expression
}

function branchOf(value: Literal | Column): Expression {
  return typeof value === 'object' && !(value instanceof Date) ? expressionOf(value) : literal(value)
}

function caseBuilder<C extends Column>(branches: readonly Branch[]): CaseBuilder<C> {
  const close = (otherwise: Expression | null) => {
    const nodes = branches.map(({ condition, value }) => ({ condition, value: value.node }))
    const types = [...branches.map(({ value }) => value.type), ...(otherwise === null ? [] : [otherwise.type])]
    return columnOf({ node: { kind: 'caseWhen', branches: nodes, otherwise: otherwise?.node ?? null }, type: common(types) })
  }
  return {
    when: (condition, value) => caseBuilder([...branches, { condition: nodeOf(condition), value: branchOf(value) }]),
    otherwise: value => close(branchOf(value)) as Common<C, LiteralColumn<typeof value>>,
    end: () => close(null) as C,
  }
}
