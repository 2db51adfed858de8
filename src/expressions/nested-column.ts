import type { ArrayType, DataType, Fields, MapType, StructType } from '../schema/data-type.ts'
import { Column, columnOf, expressionOf } from './base-column.ts'
import type { ColumnOf, ValueLike } from './column-types.ts'
import { call } from './functions/call.ts'
import { itemOf } from './item-of.ts'

/** Lists. */
export class ArrayColumn<E extends DataType> extends Column<ArrayType<E>> {
  /**
   * The element at a place, from 0; null where the list is null.
   *
   * @throws INVALID_ARRAY_INDEX when the batch runs, where the list has no such place
   * @see Spark `GetArrayItem`
   */
  getItem(index: number | ColumnOf<{ readonly kind: 'integer' }>): ColumnOf<E> {
    return itemOf(this, index) as ColumnOf<E>
  }

  /**
   * A field of every struct of a list of structs, as a list; null where a struct is null.
   *
   * @see Spark `GetArrayStructFields`
   */
  field<F extends Fields, K extends keyof F & string>(this: ArrayColumn<StructType<F>>, name: K): ArrayColumn<F[K]> {
    return call('get_array_struct_fields', [this, name]) as ArrayColumn<F[K]>
  }
}

/** Keys with a value each. */
export class MapColumn<K extends DataType, V extends DataType> extends Column<MapType<K, V>> {
  /**
   * The value of a key; null where the map has no such key. Of two entries with one key, which `fromJson` may give, the
   * first counts.
   *
   * @see Spark `GetMapValue`
   */
  getItem(key: ValueLike<K> | ColumnOf<K>): ColumnOf<V> {
    return itemOf(this, key) as ColumnOf<V>
  }
}

/**
 * Whole structs. Their fields are properties: `t.data.amount`; `...t.data` lists them all, as Spark's `data.*`. A field
 * named like a method (`cast`, `isNull` …) stands in its place.
 */
export class StructColumnBase<F extends Fields> extends Column<StructType<F>> {
  /** A field by its name; the same as the property. */
  field<K extends keyof F & string>(name: K): ColumnOf<F[K]> {
    const { node, type } = expressionOf(this)
    return columnOf({ node: { kind: 'field', input: node, name }, type: (type as StructType).fields[name]! }) as ColumnOf<F[K]>
  }

  /**
   * The struct with a field added at its end, or replaced where it stands; a null struct stays null.
   *
   * @see Spark `Column.withField`, `UpdateFields`
   */
  withField<K extends string, T extends DataType>(
    name: K,
    value: Column<T>,
  ): StructColumn<{ readonly [P in keyof F | K]: P extends K ? T : F[P & keyof F] }> {
    return call('with_field', [this, name, value]) as never
  }

  /**
   * The struct without some of its fields.
   *
   * @throws TYPE_MISMATCH where none would be left
   * @see Spark `Column.dropFields`, `UpdateFields`
   */
  dropFields<K extends keyof F & string>(...names: readonly K[]): StructColumn<{ readonly [P in Exclude<keyof F, K>]: F[P] }> {
    return call('drop_fields', [this, ...names]) as never
  }
}
export type StructColumn<F extends Fields> = StructColumnBase<F> & { readonly [K in keyof F]: ColumnOf<F[K]> }
