import type { Builtin } from './builtin.ts'
import { TEXT_CASE_BUILTINS } from './text-case.ts'
import { TEXT_EDIT_BUILTINS } from './text-edit.ts'
import { formatNumber } from './text-format.ts'
import { TEXT_JOIN_BUILTINS } from './text-join.ts'
import { TEXT_PARTS_BUILTINS } from './text-parts.ts'
import { formatString } from './text-printf.ts'
import { TEXT_SOUND_BUILTINS } from './text-sound.ts'

/** Functions over text. @see Spark `stringExpressions.scala` */
export const TEXT_BUILTINS: readonly Builtin[] = [
  ...TEXT_CASE_BUILTINS,
  ...TEXT_EDIT_BUILTINS,
  ...TEXT_JOIN_BUILTINS,
  ...TEXT_PARTS_BUILTINS,
  ...TEXT_SOUND_BUILTINS,
  formatNumber,
  formatString,
]
