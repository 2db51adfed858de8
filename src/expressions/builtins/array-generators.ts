import { type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { INTEGER } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** What a generator makes of each element. @see Spark `generators.scala`, `elementSchema` */
function elementsOf(name: string, args: readonly DataType[]): StructType {
  const [from] = args
  if (name.startsWith('inline')) {
    if (from?.kind !== 'array' || from.element.kind !== 'struct') throw wrongArguments(name, 'an array of structs', args)
    return from.element
  }
  const position: Readonly<Record<string, DataType>> = name.startsWith('pos') ? { pos: INTEGER } : {}
  if (from?.kind === 'array') return { kind: 'struct', fields: { ...position, col: from.element } }
  if (from?.kind === 'map') return { kind: 'struct', fields: { ...position, key: from.key, value: from.value } }
  throw wrongArguments(name, 'an array or a map', args)
}

/** Its value is a struct of what it generates; a plan makes a step of it before anything is evaluated. */
const generator = (name: string): Builtin => ({
  name,
  mayFail: false,
  type: args => elementsOf(name, args),
  evaluate() {
    throw outsideSelect(name)
  },
})

export const outsideSelect = (name: string): SluiceError =>
  new SluiceError(
    'UNSUPPORTED_OPERATION',
    `[UNSUPPORTED_GENERATOR.OUTSIDE_SELECT] Cannot use ${name} here: a generator stands in select or withColumn. Select it first.`,
  )

const NAMES = ['explode', 'posexplode', 'inline']

/** Whether a function makes rows. */
export const isGenerator = (name: string): boolean => NAMES.includes(name.replace(/_outer$/, ''))

/** The columns that a generator makes, by name. */
export const generatedFields = (name: string, args: readonly DataType[]) => fieldsOf(elementsOf(name, args))

/** Functions that make rows. @see Spark `generators.scala` */
export const GENERATOR_BUILTINS: readonly Builtin[] = NAMES.flatMap(name => [generator(name), generator(`${name}_outer`)])
