import { simpleString } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { durationText } from '../util/duration.ts'
import type { Node } from './node.ts'

const COMPARISON = { eq: '=', notEqual: '!=', lt: '<', leq: '<=', gt: '>', geq: '>=' } as const
const ARITHMETIC = { plus: '+', minus: '-', multiply: '*', divide: '/', mod: '%' } as const

/** An expression as Spark prints it in plans and default column names: `(amount > 500)`, `sum(amount)`. */
export function printNode(node: Node): string {
  switch (node.kind) {
    case 'column':
      return node.name
    case 'literal':
      return node.value === null ? 'NULL' : typeof node.value === 'string' ? node.value : String(node.value)
    case 'field':
      return `${printNode(node.input)}.${node.name}`
    case 'comparison':
      return `(${printNode(node.left)} ${COMPARISON[node.operator]} ${printNode(node.right)})`
    case 'eqNullSafe':
      return `(${printNode(node.left)} <=> ${printNode(node.right)})`
    case 'and':
      return `(${printNode(node.left)} AND ${printNode(node.right)})`
    case 'or':
      return `(${printNode(node.left)} OR ${printNode(node.right)})`
    case 'not':
      return `(NOT ${printNode(node.input)})`
    case 'isNull':
      return `(${printNode(node.input)} IS NULL)`
    case 'in':
      return `(${printNode(node.input)} IN (${node.list.map(printNode).join(', ')}))`
    case 'arithmetic':
      return `(${printNode(node.left)} ${ARITHMETIC[node.operator]} ${printNode(node.right)})`
    case 'cast':
      return `${node.onError === 'null' ? 'TRY_CAST' : 'CAST'}(${printNode(node.input)} AS ${simpleString(node.to).toUpperCase()})`
    case 'caseWhen': {
      const branches = node.branches.map(({ condition, value }) => `WHEN ${printNode(condition)} THEN ${printNode(value)}`)
      return `CASE ${branches.join(' ')}${node.otherwise === null ? '' : ` ELSE ${printNode(node.otherwise)}`} END`
    }
    case 'coalesce':
      return `coalesce(${node.inputs.map(printNode).join(', ')})`
    case 'call':
      return `${node.name}(${node.args.map(printNode).join(', ')})`
    case 'lambda':
      return `lambdafunction(${[printNode(node.body), ...node.parameters.map(({ name }) => name)].join(', ')})`
    case 'variable':
      return node.name
    case 'currentTimestamp':
      return 'current_timestamp()'
    case 'fromJson':
      return `from_json(${printNode(node.input)})`
    case 'sessionWindow':
      return `session_window(${printNode(node.time)}, ${printNode(node.gap)})`
    case 'window': {
      const { durationUs, slideUs, startUs } = node.window
      const slide = slideUs === durationUs && startUs === 0 ? '' : `, ${durationText(slideUs)}`
      return `window(${printNode(node.time)}, ${durationText(durationUs)}${slide}${startUs === 0 ? '' : `, ${durationText(startUs)}`})`
    }
    case 'aggregate':
      return `${node.name}(${node.inputs.length === 0 ? '1' : [...node.inputs.map(printNode), ...node.parameters].join(', ')})`
    default:
      return assertNever(node)
  }
}
