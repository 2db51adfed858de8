import type { Columns } from '../expressions/column.ts'
import { type DataType, fieldsOf, type StructType, sameType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { GroupedTable } from './grouped-table.ts'
import { isStreaming, type NamedNode, type Plan } from './plan.ts'
import { planWindows } from './plan-windows.ts'
import { columnNode, schemaOf } from './row-columns.ts'

/**
 * The rows of an initial state: the keys in the order of the stream's, then the fields of the state.
 *
 * @throws UNSUPPORTED_OPERATION for what streams, COLUMN_NOT_FOUND, TYPE_MISMATCH
 * @see Spark `UnsupportedOperationChecker.checkForStreaming`, initialState
 */
export function planInitialState(grouped: GroupedTable<Columns>, keys: StructType, state: StructType, verb: string): Plan {
  if (!(grouped instanceof GroupedTable) || isStreaming(grouped.input)) {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      'Non-streaming DataFrame/Dataset is not supported as the initial state in [flatMap|map]GroupsWithState operation on a streaming DataFrame/Dataset. Give rows that do not stream: initialState: staticTable(…).groupBy(…).',
    )
  }
  const { input, columns } = planWindows(grouped.input, grouped.keys)
  const named = [
    ...fieldsOf(keys).map(({ name, type }) => {
      const key = columns.find(column => column.name === name)
      return columnFor(key, { name, type, what: 'key', there: columns.map(column => column.name) }, input, verb)
    }),
    ...fieldsOf(state).map(({ name, type }) => {
      const there = Object.keys(input.schema.fields)
      const field = there.includes(name) ? { name, node: columnNode(name) } : undefined
      return columnFor(field, { name, type, what: 'state', there }, input, verb)
    }),
  ]
  if (columns.length !== fieldsOf(keys).length) {
    const [theirs, ours] = [columns.map(({ name }) => name), Object.keys(keys.fields)]
    throw new SluiceError(
      'TYPE_MISMATCH',
      `Cannot begin ${verb} with a state grouped by ${theirs.join(', ')}: the stream is grouped by ${ours.join(', ')}. Group both alike.`,
    )
  }
  return { kind: 'project', input, columns: named, schema: schemaOf(named, input.schema) }
}

interface Wanted {
  readonly name: string
  readonly type: DataType
  readonly what: 'key' | 'state'
  readonly there: readonly string[]
}

/** Under a name that a key and a field of the state do not share. */
function columnFor(column: NamedNode | undefined, { name, type, what, there }: Wanted, input: Plan, verb: string): NamedNode {
  const cannot = `Cannot begin ${verb} with this initial state`
  if (column === undefined) {
    throw new SluiceError('COLUMN_NOT_FOUND', `${cannot}: it has no ${what} "${name}". There are: ${there.join(', ')}.`, { name })
  }
  const given = schemaOf([column], input.schema).fields[column.name]!
  if (!sameType(given, type)) {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `${cannot}: its ${what} "${name}" is ${simpleString(given)}, it must be ${simpleString(type)}. Cast it.`,
      { name },
    )
  }
  return { name: `${what} ${name}`, node: column.node }
}
