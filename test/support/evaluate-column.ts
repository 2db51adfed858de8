import { type Column, type ColumnOf, columnOf, nodeOf } from '../../src/expressions/column.ts'
import { type BadRecord, evaluate } from '../../src/expressions/evaluate.ts'
import { typeOf } from '../../src/expressions/type-of.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { type Fields, fieldsOf, struct } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'

type Row<F extends Fields> = { readonly [K in keyof F]: ColumnOf<F[K]> }

/** The stored values that an expression gives for some rows, one list of stored values a row. */
export function valuesOf<F extends Fields>(
  fields: F,
  rows: readonly (readonly Stored[])[],
  expression: (row: Row<F>) => Column,
  { timeZone = 'UTC', batchTimestampUs = 0, bad = [] as BadRecord[] } = {},
): Stored[] {
  const schema = struct(fields)
  const columns = fieldsOf(schema).map(({ type }, i) =>
    vectorOf(
      type,
      rows.map(row => row[i] ?? null),
    ),
  )
  const entries = fieldsOf(schema).map(({ name, type }) => [name, columnOf({ node: { kind: 'column', name }, type })])
  const node = nodeOf(expression(Object.fromEntries(entries) as Row<F>))
  const type = typeOf(node, schema)
  const vector = evaluate(
    node,
    { schema, numRows: rows.length, columns },
    {
      timeZone,
      batchTimestampUs,
      wantedFields: new Map(),
      readers: new Map(),
      onBadRecords: (_, reasons) => bad.push(...reasons),
    },
  )
  if (vector.type.kind !== type.kind) throw new Error(`a vector of ${vector.type.kind}, not of ${type.kind}`)
  return Array.from({ length: rows.length }, (_, row) => storedAt(vector, row))
}

/** `valuesOf` for one row. */
export function oneValueOf<F extends Fields>(fields: F, row: readonly Stored[], expression: (row: Row<F>) => Column): Stored {
  return valuesOf(fields, [row], expression)[0]!
}
