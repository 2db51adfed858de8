import { commonType } from '../expressions/common-type.ts'
import type { Node } from '../expressions/node.ts'
import { type DataType, fieldsOf, type StructType, sameType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { refuseOtherCase } from './other-case.ts'
import { isStreaming, type NamedNode, type Plan } from './plan.ts'
import { columnNode, schemaOf } from './row-columns.ts'

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

/**
 * The rows of two plans, column by position, under the names of the first.
 *
 * @throws ANALYSIS, TYPE_MISMATCH, UNSUPPORTED_OPERATION
 * @see Spark `Union`, `TypeCoercion.WidenSetOperationTypes`
 */
export function planUnion(first: Plan, second: Plan): Plan {
  if (isStreaming(first) !== isStreaming(second)) {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      'Union between streaming and batch DataFrames/Datasets is not supported. Both must be streams.',
    )
  }
  const [a, b] = [fieldsOf(first.schema), fieldsOf(second.schema)]
  if (a.length !== b.length) {
    throw new SluiceError(
      'ANALYSIS',
      `[NUM_COLUMNS_MISMATCH] UNION can only be performed on inputs with the same number of columns, but the first input has ${a.length} columns and the second input has ${b.length} columns.`,
    )
  }
  const types = a.map(({ type }, i) => widerType(type, b[i]!.type, i))
  const inputs = [widened(first, types), widened(second, types)]
  const schema = inputs[0]!.schema
  // A union of unions is one, as Spark's rule CombineUnions makes it.
  return { kind: 'union', inputs: inputs.flatMap(input => (input.kind === 'union' ? input.inputs : [input])), schema }
}

/**
 * The rows of two plans, column by name.
 *
 * @param allowMissingColumns whether a column that one side lacks is null there; the others of the second come last
 * @throws ANALYSIS, TYPE_MISMATCH, UNSUPPORTED_OPERATION
 * @see Spark `ResolveUnion`
 */
export function planUnionByName(first: Plan, second: Plan, allowMissingColumns: boolean): Plan {
  const names = Object.keys(first.schema.fields)
  const added = allowMissingColumns ? Object.keys(second.schema.fields).filter(name => !names.includes(name)) : []
  refuseOtherCase('unionByName', Object.keys(second.schema.fields), names)
  if (!allowMissingColumns && names.length < fieldsOf(second.schema).length) return planUnion(first, second)
  const all = [...names, ...added]
  const arrangeFrom = (plan: Plan, other: Plan) => arranged(plan, allowMissingColumns ? other.schema : null, all)
  return planUnion(arrangeFrom(first, second), arrangeFrom(second, first))
}

/**
 * The columns in this order.
 *
 * @param other where the types of columns stand that this plan lacks; `null` where none may
 */
function arranged(plan: Plan, other: StructType | null, names: readonly string[]): Plan {
  const own = Object.keys(plan.schema.fields)
  if (own.join('\n') === names.join('\n')) return plan
  const columns = names.map((name): NamedNode => {
    if (Object.hasOwn(plan.schema.fields, name)) return { name, node: columnNode(name) }
    const type = other?.fields[name]
    if (type !== undefined) return { name, node: { kind: 'literal', value: null, type } }
    throw new SluiceError(
      'COLUMN_NOT_FOUND',
      `[UNRESOLVED_COLUMN_AMONG_FIELD_NAMES] Cannot resolve column name "${name}" among (${own.join(', ')}). With { allowMissingColumns: true } it is null.`,
      { name },
    )
  })
  return { kind: 'project', input: plan, columns, schema: schemaOf(columns, plan.schema) }
}

function widerType(a: DataType, b: DataType, position: number): DataType {
  const common = commonType([a, b])
  if (common !== null) return common
  const ordinal = ORDINALS[position] ?? `${position + 1}th`
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[INCOMPATIBLE_COLUMN_TYPE] UNION can only be performed on tables with compatible column types. The ${ordinal} column of the second table is "${sqlName(b)}" type which is not compatible with "${sqlName(a)}" at the same column of the first table. Cast one of them.`,
  )
}

const sqlName = (type: DataType) => simpleString(type).toUpperCase()

function widened(plan: Plan, types: readonly DataType[]): Plan {
  const fields = fieldsOf(plan.schema)
  if (fields.every(({ type }, i) => sameType(type, types[i]!))) return plan
  const columns = fields.map(({ name, type }, i): NamedNode => {
    const node: Node = columnNode(name)
    return { name, node: sameType(type, types[i]!) ? node : { kind: 'cast', input: node, to: types[i]!, onError: 'fail' } }
  })
  return { kind: 'project', input: plan, columns, schema: schemaOf(columns, plan.schema) }
}
