import type { Column, StructColumn } from '../column.ts'
import type { Literal } from '../literal.ts'
import type { TypeOfValue } from './arrays-arguments.ts'
import { call } from './call.ts'

type FieldTypes<F extends Readonly<Record<string, Column | Literal>>> = { readonly [K in keyof F]: TypeOfValue<F[K]> }

/**
 * A struct of named values: Spark's `struct(…)`, which is the name of the type here. It is never null itself.
 *
 * @example structOf({ type: t.type, twice: t.amount.multiply(2) })
 * @see Spark `CreateNamedStruct`
 */
export function structOf<F extends Readonly<Record<string, Column | Literal>>>(fields: F): StructColumn<FieldTypes<F>> {
  return call('named_struct', Object.entries(fields).flat()) as unknown as StructColumn<FieldTypes<F>>
}

/** The same as `structOf`. @see PySpark `named_struct` */
export const namedStruct = structOf
