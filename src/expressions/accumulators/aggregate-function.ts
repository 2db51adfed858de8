import type { DataType } from '../../schema/data-type.ts'
import type { Parameter } from '../node.ts'
import type { Accumulator } from './accumulator.ts'

/** An aggregate function. */
export interface AggregateFunction {
  /** Spark's name: `max_by`. */
  readonly name: string
  /** The type of the result. @throws TYPE_MISMATCH or USAGE for arguments or parameters it does not take */
  type(inputs: readonly DataType[], parameters: readonly Parameter[]): DataType
  newAccumulator(inputs: readonly DataType[], result: DataType, parameters: readonly Parameter[]): Accumulator
}
