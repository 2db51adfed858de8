import { COLLECTION_BUILTINS } from './array.ts'
import { BITWISE_BUILTINS } from './bitwise.ts'
import type { Builtin } from './builtin.ts'
import { CONDITIONAL_BUILTINS } from './conditional-values.ts'
import { ENCODE_BUILTINS } from './encode.ts'
import { HASH_BUILTINS } from './hash.ts'
import { INTERVAL_BUILTINS } from './interval.ts'
import { ITEM_BUILTINS } from './item.ts'
import { JSON_BUILTINS } from './json.ts'
import { MATH_BUILTINS } from './math.ts'
import { REGEXP_BUILTINS } from './regexp.ts'
import { TEXT_BUILTINS } from './text.ts'
import { TIME_BUILTINS } from './time.ts'
import { WINDOW_BUILTINS } from './window-time.ts'

const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [
    ...BITWISE_BUILTINS,
    ...COLLECTION_BUILTINS,
    ...CONDITIONAL_BUILTINS,
    ...MATH_BUILTINS,
    ...TIME_BUILTINS,
    ...TEXT_BUILTINS,
    ...ENCODE_BUILTINS,
    ...HASH_BUILTINS,
    ...REGEXP_BUILTINS,
    ...JSON_BUILTINS,
    ...ITEM_BUILTINS,
    ...INTERVAL_BUILTINS,
    ...WINDOW_BUILTINS,
  ].map(builtin => [builtin.name, builtin]),
)

/** The function of this name; a plan holds only names that are registered. */
export function builtinNamed(name: string): Builtin {
  const builtin = BUILTINS.get(name)
  if (builtin === undefined) throw new Error(`no built-in function ${name}`)
  return builtin
}

/** Spark's names of all functions, in order. */
export const builtinNames = (): readonly string[] => [...BUILTINS.keys()].sort()
