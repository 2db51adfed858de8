import { type Column, StringColumn } from '../../src/expressions/column.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import type { FromJsonOptions } from '../../src/expressions/node.ts'
import {
  type ArrayType,
  type DataType,
  type MapType,
  type StructType,
  simpleString,
  string,
  struct,
} from '../../src/schema/data-type.ts'
import { type ExpressionTable, expressions } from './case.ts'

type Schema = StructType | ArrayType | MapType

/** `from_json` over column `v` of the table, a text or bytes, and what is taken of it; Spark's and sluice's. */
export interface JsonExpression {
  readonly pyspark: string
  readonly sluice: (t: { readonly v: Column }) => Column
  readonly differs?: string
}

/** A table of one column of texts, `v`. */
export const texts = (name: string, rows: readonly (string | null)[], list: readonly JsonExpression[]): ExpressionTable =>
  expressions({ name, schema: struct({ v: string() }), rows: rows.map(v => ({ v })), expressions: list })

/** All that `from_json` gives. */
export function whole(schema: Schema, options: FromJsonOptions = {}): JsonExpression {
  return { pyspark: python(schema, options), sluice: ({ v }) => fromJson(textOf(v), schema, options) }
}

/** The fields and the corrupt-record column of a struct, by the types of its fields. */
export function withCorrupt(schema: StructType, options: FromJsonOptions = {}): JsonExpression {
  return whole(struct({ ...schema.fields, _corrupt_record: string() }), options)
}

/** The one field `v` of the record, by its type. */
export function field(type: DataType, options: FromJsonOptions = {}): JsonExpression {
  const schema = struct({ v: type })
  return { pyspark: `${python(schema, options)}.v`, sluice: ({ v }) => fromJson(textOf(v), schema, options).field('v') }
}

/**
 * Whether the record is good. With an option: without one Spark reads no other field when the corrupt-record column
 * alone is taken, so that no record is bad (`OptimizeJsonExprs`).
 */
export function isGood(type: DataType, options: FromJsonOptions = { mode: 'PERMISSIVE' }): JsonExpression {
  const schema = struct({ v: type, _corrupt_record: string() })
  return {
    pyspark: `${python(schema, options)}._corrupt_record.isNull()`,
    sluice: ({ v }) => fromJson(textOf(v), schema, options).field('_corrupt_record').isNull(),
  }
}

const textOf = (column: Column): StringColumn => (column instanceof StringColumn ? column : column.cast('string'))

/** Python of the same call; options are texts there. */
function python(schema: Schema, options: FromJsonOptions): string {
  const texts = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]))
  const given = Object.keys(texts).length === 0 ? '' : `, ${JSON.stringify(texts)}`
  return `F.from_json(t.v.cast("string"), ${JSON.stringify(simpleString(schema))}${given})`
}
