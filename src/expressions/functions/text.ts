import type { IntegerColumn, StringColumn } from '../column.ts'
import { call } from './call.ts'

/**
 * Joins texts; null when one is null.
 *
 * @example concat(t.type, lit('!'))
 * @see Spark `Concat`
 */
export function concat(...columns: readonly StringColumn[]): StringColumn {
  return call('concat', columns) as StringColumn
}

/** In capitals. @see Spark `Upper` */
export function upper(text: StringColumn): StringColumn {
  return call('upper', [text]) as StringColumn
}

/** In small letters. @see Spark `Lower` */
export function lower(text: StringColumn): StringColumn {
  return call('lower', [text]) as StringColumn
}

/** Without the spaces at both ends. @see Spark `StringTrim` */
export function trim(text: StringColumn): StringColumn {
  return call('trim', [text]) as StringColumn
}

/** Characters (code points), not bytes. @see Spark `Length` */
export function length(text: StringColumn): IntegerColumn {
  return call('length', [text]) as IntegerColumn
}
