import { Column, type Columns, columnOf, nodeOf } from '../expressions/column.ts'
import type { Node } from '../expressions/node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import type { NamedNode } from './plan.ts'

export const columnNode = (name: string): Node => ({ kind: 'column', name })

/**
 * The columns of a schema as the verbs hand them to their callers.
 *
 * @param nameInPlan the name of a column in the plan, where it has another there
 */
export function rowOf(schema: StructType, nameInPlan = (name: string) => name): Columns {
  const columns = fieldsOf(schema).map(
    ({ name, type }) => [name, columnOf({ node: columnNode(nameInPlan(name)), type })] as const,
  )
  return strictRow(Object.fromEntries(columns))
}

// A notebook kernel that does not check types must still not turn a misspelt column into "cannot read properties of undefined".
function strictRow(columns: Columns): Columns {
  return new Proxy(columns, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name)
      throw new SluiceError('COLUMN_NOT_FOUND', `Cannot find column "${name}". There are: ${Object.keys(target).join(', ')}.`, {
        name,
      })
    },
  })
}

/** What a caller gave back, as data. @throws TYPE_MISMATCH for what is no column */
export function namedNodes(columns: Columns): NamedNode[] {
  return Object.entries(columns).map(([name, column]) => {
    if (!(column instanceof Column)) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `Cannot use ${typeof column} as column "${name}": wrap constants in lit(…), close when(…) with .otherwise(…) or .end().`,
      )
    }
    return { name, node: nodeOf(column) }
  })
}

/** Names and types of columns over an input. */
export function schemaOf(columns: readonly NamedNode[], input: StructType): StructType {
  const fields: [string, DataType][] = columns.map(({ name, node }) => [name, typeOf(node, input)])
  return { kind: 'struct', fields: Object.fromEntries(fields) }
}
