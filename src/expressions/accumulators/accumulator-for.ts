import type { StructType } from '../../schema/data-type.ts'
import type { Node } from '../node.ts'
import { typeOf } from '../type-of.ts'
import type { Accumulator } from './accumulator.ts'
import { CountAccumulator } from './count.ts'
import { ExtremeAccumulator } from './extreme.ts'
import { SumDoubleAccumulator } from './sum-double.ts'
import { SumExactAccumulator } from './sum-exact.ts'

/** An empty accumulator for an aggregate over the columns of `input`. */
export function accumulatorFor(node: Node & { kind: 'aggregate' }, input: StructType): Accumulator {
  const resultType = typeOf(node, input)
  if (node.name === 'count' || node.input === null) return new CountAccumulator()
  const inputType = typeOf(node.input, input)
  switch (node.name) {
    case 'min':
      return new ExtremeAccumulator(resultType, -1)
    case 'max':
      return new ExtremeAccumulator(resultType, 1)
    case 'sum':
    case 'avg':
      return resultType.kind === 'double'
        ? new SumDoubleAccumulator(node.name === 'avg')
        : new SumExactAccumulator(resultType, inputType.kind === 'decimal' ? inputType.scale : 0, node.name === 'avg')
  }
}
