import type { StructType } from '../../schema/data-type.ts'
import type { Node } from '../node.ts'
import { typeOf } from '../type-of.ts'
import type { Accumulator } from './accumulator.ts'
import { aggregateNamed } from './registry.ts'

/** An empty accumulator for an aggregate over the columns of `input`. */
export function accumulatorFor(node: Node & { kind: 'aggregate' }, input: StructType): Accumulator {
  const inputs = node.inputs.map(operand => typeOf(operand, input))
  return aggregateNamed(node.name).newAccumulator(inputs, typeOf(node, input), node.parameters)
}
