import type { IntegerType, StringType } from '../schema/data-type.ts'
import { type BooleanColumn, ComparableColumn } from './base-column.ts'
import type { ColumnOf } from './column-types.ts'
import { call } from './functions/call.ts'

/** Texts; compared by their UTF-8 bytes, as in Spark. */
export class StringColumn extends ComparableColumn<StringType, string | StringColumn> {
  /**
   * Whether the whole text fits a pattern: `_` stands for any character, `%` for any text, null for null.
   *
   * @param escapeCharacter the character that takes the meaning off `_`, `%` and itself
   * @throws INVALID_OPTION when the batch runs, for an escape at the end or before another character
   * @see Spark `Like`
   * @example t.type.like('trans%')
   */
  like(pattern: string | StringColumn, escapeCharacter = '\\'): BooleanColumn {
    return call('like', [this, pattern, escapeCharacter]) as BooleanColumn
  }

  /** `like` without regard to capitals. @see Spark `ILike` @example t.type.ilike('TRANS%') */
  ilike(pattern: string | StringColumn, escapeCharacter = '\\'): BooleanColumn {
    return call('ilike', [this, pattern, escapeCharacter]) as BooleanColumn
  }

  /**
   * Whether a regular expression of Java is found anywhere in the text.
   *
   * @throws INVALID_OPTION when the batch runs, for what is no pattern
   * @see Spark `RLike`
   * @example t.type.rlike('^(debit|credit)$')
   */
  rlike(pattern: string | StringColumn): BooleanColumn {
    return call('rlike', [this, pattern]) as BooleanColumn
  }

  /** Whether a text stands anywhere in it. @see Spark `Contains` @example t.type.contains('fer') */
  contains(part: string | StringColumn): BooleanColumn {
    return call('contains', [this, part]) as BooleanColumn
  }

  /** Whether it begins with a text. @see Spark `StartsWith` @example t.type.startsWith('trans') */
  startsWith(part: string | StringColumn): BooleanColumn {
    return call('startswith', [this, part]) as BooleanColumn
  }

  /** Whether it ends with a text. @see Spark `EndsWith` @example t.type.endsWith('fer') */
  endsWith(part: string | StringColumn): BooleanColumn {
    return call('endswith', [this, part]) as BooleanColumn
  }

  /**
   * A part of the text. @param position from 1; from the end where it is negative @param length in characters
   * @see Spark `Substring`
   * @example t.type.substr(1, 3)
   */
  substr(position: number | ColumnOf<IntegerType>, length: number | ColumnOf<IntegerType>): StringColumn {
    return call('substring', [this, position, length]) as StringColumn
  }
}
