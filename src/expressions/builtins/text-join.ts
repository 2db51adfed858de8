import type { Stored } from '../../schema/column-builder.ts'
import { type DataType, sameType } from '../../schema/data-type.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { charactersOf } from './text-bytes.ts'
import { rowFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const

/** Texts, bytes or arrays of one type, one after the other. @see Spark `Concat` */
const concat: Builtin = rowFunction({
  name: 'concat',
  mayFail: false,
  type(args) {
    const [first] = args
    if (first === undefined) return STRING
    const kinds = ['string', 'binary', 'array']
    if (args.some(arg => !kinds.includes(arg.kind) || !sameType(arg, first)))
      throw wrongArguments('concat', 'texts, bytes or arrays, all of one type', args)
    return first
  },
  apply(values, { type }) {
    if (type.kind === 'string') return values.join('')
    if (type.kind === 'binary') return Buffer.concat(values as Uint8Array[])
    return (values as (readonly Stored[])[]).flat()
  },
})

const isTextOrTexts = (type: DataType): boolean =>
  type.kind === 'string' || (type.kind === 'array' && type.element.kind === 'string')

/** What is null is left out; only a null separator gives null. @see Spark `ConcatWs` */
const concatWs: Builtin = rowFunction({
  name: 'concat_ws',
  mayFail: false,
  takesNulls: true,
  type(args) {
    if (args[0]?.kind !== 'string' || !args.every(isTextOrTexts))
      throw wrongArguments('concat_ws', 'a separator and texts or arrays of texts', args)
    return STRING
  },
  apply([separator, ...values]) {
    if (separator === null) return null
    return values
      .flat()
      .filter(value => value !== null)
      .join(separator as string)
  },
})

/** Characters, or elements of an array, from the last to the first. @see Spark `Reverse` */
const reverse: Builtin = rowFunction({
  name: 'reverse',
  mayFail: false,
  type(args) {
    const [arg] = args
    if (args.length !== 1 || (arg!.kind !== 'string' && arg!.kind !== 'array'))
      throw wrongArguments('reverse', 'one text or array', args)
    return arg!
  },
  apply: ([value]) =>
    typeof value === 'string' ? charactersOf(value).reverse().join('') : [...(value as readonly Stored[])].reverse(),
})

/** Texts put together, and turned around. @see Spark `collectionOperations.scala` */
export const TEXT_JOIN_BUILTINS: readonly Builtin[] = [concat, concatWs, reverse]
