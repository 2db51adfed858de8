import type { DataType, Fields, StructType } from '../../schema/data-type.ts'
import {
  type ArrayColumn,
  type Column,
  type ColumnOf,
  columnOf,
  expressionOf,
  type IntegerColumn,
  type MapColumn,
} from '../column.ts'
import { call } from './call.ts'

interface Entry<K extends DataType, V extends DataType> {
  readonly key: ColumnOf<K>
  readonly value: ColumnOf<V>
}
interface Position {
  readonly pos: IntegerColumn
}

/**
 * A row for each element of an array, in a column; for each entry of a map, in the columns `key` and `value`, to be spread. Rows
 * without any are dropped. Stands in `select` or `withColumn`, not inside another expression; of several in one `select` each
 * element of the first stands with each of the next.
 *
 * @throws UNSUPPORTED_GENERATOR.OUTSIDE_SELECT, UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS
 * @example select(r => ({ word: explode(split(r.value.cast('string'), ' ')) }))
 * @see Spark `Explode`
 */
export function explode<E extends DataType>(list: ArrayColumn<E>): ColumnOf<E>
export function explode<K extends DataType, V extends DataType>(map: MapColumn<K, V>): Entry<K, V>
export function explode(from: Column): unknown {
  return elementOrEntry('explode', from)
}

/** `explode` that keeps rows without elements, with null. @example select(r => ({ word: explodeOuter(split(r.value.cast('string'), ' ')) })) @see Spark `ExplodeOuter` */
export function explodeOuter<E extends DataType>(list: ArrayColumn<E>): ColumnOf<E>
export function explodeOuter<K extends DataType, V extends DataType>(map: MapColumn<K, V>): Entry<K, V>
export function explodeOuter(from: Column): unknown {
  return elementOrEntry('explode_outer', from)
}

/**
 * As `explode`, with the place of each, from 0: the columns `pos` and `col`, or `pos`, `key` and `value`, to be spread.
 *
 * @example select(r => ({ ...posexplode(split(r.value.cast('string'), ' ')) }))
 * @see Spark `PosExplode`
 */
export function posexplode<E extends DataType>(list: ArrayColumn<E>): Position & { readonly col: ColumnOf<E> }
export function posexplode<K extends DataType, V extends DataType>(map: MapColumn<K, V>): Position & Entry<K, V>
export function posexplode(from: Column): unknown {
  return generated('posexplode', from)
}

/** `posexplode` that keeps rows without elements, with nulls. @example select(r => ({ ...posexplodeOuter(split(r.value.cast('string'), ' ')) })) @see Spark `PosExplodeOuter` */
export function posexplodeOuter<E extends DataType>(list: ArrayColumn<E>): Position & { readonly col: ColumnOf<E> }
export function posexplodeOuter<K extends DataType, V extends DataType>(map: MapColumn<K, V>): Position & Entry<K, V>
export function posexplodeOuter(from: Column): unknown {
  return generated('posexplode_outer', from)
}

type ColumnsOfFields<F extends Fields> = { readonly [K in keyof F]: ColumnOf<F[K]> }

/**
 * A row for each struct of an array, its fields as columns, to be spread; a null struct is a row of nulls.
 *
 * @example select(r => ({ ...inline(arrayOf(structOf({ at: r.timestamp }))) }))
 * @see Spark `Inline`
 */
export function inline<F extends Fields>(list: ArrayColumn<StructType<F>>): ColumnsOfFields<F> {
  return generated('inline', list) as ColumnsOfFields<F>
}

/** `inline` that keeps rows without structs, with nulls. @example select(r => ({ ...inlineOuter(arrayOf(structOf({ at: r.timestamp }))) })) @see Spark `inline_outer` */
export function inlineOuter<F extends Fields>(list: ArrayColumn<StructType<F>>): ColumnsOfFields<F> {
  return generated('inline_outer', list) as ColumnsOfFields<F>
}

function elementOrEntry(name: string, from: Column): unknown {
  const columns = generated(name, from)
  return columns.col ?? columns
}

/** The columns that a generator makes: fields of its value, which the plan takes for columns of a step. */
function generated(name: string, from: Column): Readonly<Record<string, Column>> {
  const { node, type } = expressionOf(call(name, [from]))
  const fields = Object.entries((type as StructType).fields).map(([field, of]) => {
    const column = columnOf({ node: { kind: 'field', input: node, name: field }, type: of })
    return [field, column] as const
  })
  return Object.fromEntries(fields)
}
