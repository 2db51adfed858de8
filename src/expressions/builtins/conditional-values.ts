import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { commonType } from '../common-type.ts'
import { compareStored } from '../compare-stored.ts'
import { castVector } from '../evaluate-cast.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** The greatest or least of the values that are not null; null when all are. NaN is above every number. */
function extreme(name: string, isBetter: (order: number) => boolean): Builtin {
  return {
    name,
    mayFail: true,
    type(args) {
      if (args.length < 2) {
        throw new SluiceError(
          'TYPE_MISMATCH',
          `[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] Cannot evaluate ${name} of ${args.length} column(s): it takes two or more.`,
        )
      }
      const type = commonType(args)
      if (type === null) {
        throw new SluiceError(
          'TYPE_MISMATCH',
          `[DATATYPE_MISMATCH.DATA_DIFF_TYPES] Cannot evaluate ${name}: its columns have no common type. Cast them first.`,
        )
      }
      if (type.kind === 'map') throw wrongArguments(name, 'values with an order', args)
      return type
    },
    evaluate(args, { type, numRows, context }) {
      const inputs = args.map(arg => castVector(arg, type, 'fail', context))
      const stored: Stored[] = []
      for (let row = 0; row < numRows; row++) {
        let best: Stored = null
        for (const input of inputs) {
          if (isNullAt(input, row)) continue
          const value = storedAt(input, row)
          if (best === null || isBetter(compareStored(value, best))) best = value
        }
        stored.push(best)
      }
      return vectorOf(type, stored)
    },
  }
}

const isFloating = (kind: string): boolean => kind === 'double' || kind === 'float'

/** The first number where it is not NaN, else the second. */
const nanvl: Builtin = {
  name: 'nanvl',
  mayFail: false,
  type(args) {
    const [left, right] = args
    if (args.length !== 2 || !isFloating(left!.kind) || !isFloating(right!.kind))
      throw wrongArguments('nanvl', 'two doubles or floats', args)
    return commonType(args)!
  },
  evaluate([left, right], { type, numRows }) {
    const from = (vector: ColumnVector, row: number) => storedAt(vector, row)
    const stored = Array.from({ length: numRows }, (_, row) => {
      const first = from(left!, row)
      return typeof first === 'number' && Number.isNaN(first) ? from(right!, row) : first
    })
    return vectorOf(type, stored)
  },
}

/** @see Spark `conditionalExpressions.scala`, `nullExpressions.scala` */
export const CONDITIONAL_BUILTINS: readonly Builtin[] = [
  extreme('greatest', order => order > 0),
  extreme('least', order => order < 0),
  nanvl,
]
