import type { Builtin } from './builtin.ts'
import { ARITHMETIC_BUILTINS } from './math-arithmetic.ts'
import { BASE_BUILTINS } from './math-base.ts'
import { DOUBLE_BUILTINS } from './math-double.ts'
import { ROUND_BUILTINS } from './math-round.ts'
import { SIGN_BUILTINS } from './math-sign.ts'

/** Functions over numbers. */
export const MATH_BUILTINS: readonly Builtin[] = [
  ...DOUBLE_BUILTINS,
  ...ARITHMETIC_BUILTINS,
  ...SIGN_BUILTINS,
  ...ROUND_BUILTINS,
  ...BASE_BUILTINS,
]
