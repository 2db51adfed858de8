import type { Stored } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { type DataType, simpleString } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import type { CastContext } from '../cast-stored.ts'
import type { Node } from '../node.ts'
import type { Lambda } from './lambda.ts'

/** What a function is told beside its arguments. */
export interface Call {
  /** The type of its result. */
  readonly type: DataType
  readonly numRows: number
  readonly context: CastContext
  /** The functions of a program that it was given, in order; they are not among the arguments. */
  readonly lambdas: readonly Lambda[]
}

/** A scalar function: one value a row, from the values of its arguments in that row. */
export interface Builtin {
  /** Spark's name: `regexp_extract`. */
  readonly name: string
  /**
   * The type of the result.
   *
   * @param constants the values of the arguments that are constants, `undefined` for the others
   * @throws TYPE_MISMATCH for arguments it does not take
   */
  type(args: readonly DataType[], constants?: readonly (Stored | undefined)[]): DataType
  evaluate(args: readonly ColumnVector[], call: Call): ColumnVector
  /** Whether a value can end the batch with an error: such calls are evaluated only for the rows that need them. */
  readonly mayFail: boolean
}

/** Refuses arguments. @param takes what the function takes, in words */
export function wrongArguments(name: string, takes: string, args: readonly DataType[]): SluiceError {
  const given = args.map(simpleString).join(', ')
  return new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot evaluate ${name}(${given}): it takes ${takes}. Cast the arguments first.`,
    { name },
  )
}

/** The values of the arguments that are constants, for `Builtin.type`. */
export const constantsOf = (args: readonly Node[]): readonly (Stored | undefined)[] =>
  args.map(arg => (arg.kind === 'literal' ? arg.value : undefined))

/** The one value of a vector that is the same in all rows; `undefined` where it may differ. */
export function constantOf(vector: ColumnVector): Stored | undefined {
  if (vector.length === 0) return undefined
  if (vector.validity !== null) return undefined
  switch (vector.layout) {
    case 'utf8':
      return vector.codes !== null && vector.dictionary.length === 1 ? storedAt(vector, 0) : undefined
    case 'boolean':
    case 'int32':
    case 'float64':
    case 'int64': {
      const { values, length } = vector
      const [first] = values
      for (let row = 1; row < length; row++) if (values[row] !== first) return undefined
      return storedAt(vector, 0)
    }
    default:
      return undefined
  }
}

/**
 * The values of a function that gives null where an argument is null. Where all arguments but one text are constants,
 * it is computed once for each entry of the dictionary, not for each row.
 */
export function eachRow(
  args: readonly ColumnVector[],
  numRows: number,
  apply: (values: readonly NonNullable<Stored>[]) => Stored,
): Stored[] {
  const constants = args.map(constantOf)
  const [varying, ...more] = args.filter((_, i) => constants[i] === undefined)
  const texts = varying?.layout === 'utf8' && varying.codes !== null && more.length === 0 ? varying : null
  const memo = new Map<number, Stored>()
  const results: Stored[] = []
  for (let row = 0; row < numRows; row++) {
    if (args.some(arg => isNullAt(arg, row))) {
      results.push(null)
      continue
    }
    const code = texts === null ? -1 : texts.codes![row]!
    let result = code < 0 ? undefined : memo.get(code)
    if (result === undefined) {
      result = apply(args.map((arg, i) => (constants[i] ?? storedAt(arg, row)) as NonNullable<Stored>))
      if (code >= 0) memo.set(code, result)
    }
    results.push(result)
  }
  return results
}
