import { ARRAY_ACCESS_BUILTINS } from './array-access.ts'
import { ARRAY_EDIT_BUILTINS } from './array-edit.ts'
import { GENERATOR_BUILTINS } from './array-generators.ts'
import { arrayJoin } from './array-join.ts'
import { ARRAY_ORDER_BUILTINS } from './array-order.ts'
import { sequence } from './array-sequence.ts'
import { ARRAY_SET_BUILTINS } from './array-sets.ts'
import type { Builtin } from './builtin.ts'
import { LAMBDA_ARRAY_BUILTINS } from './lambda-array.ts'
import { LAMBDA_MAP_BUILTINS } from './lambda-map.ts'
import { MAP_BUILTINS } from './map.ts'
import { STRUCT_BUILTINS } from './struct.ts'

/** Functions over arrays, maps and structs. @see Spark `collectionOperations.scala` */
export const COLLECTION_BUILTINS: readonly Builtin[] = [
  ...ARRAY_ACCESS_BUILTINS,
  ...ARRAY_EDIT_BUILTINS,
  arrayJoin,
  ...ARRAY_ORDER_BUILTINS,
  ...ARRAY_SET_BUILTINS,
  sequence,
  ...LAMBDA_ARRAY_BUILTINS,
  ...LAMBDA_MAP_BUILTINS,
  ...MAP_BUILTINS,
  ...STRUCT_BUILTINS,
  ...GENERATOR_BUILTINS,
]
