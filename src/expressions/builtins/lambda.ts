import type { ColumnBatch } from '../../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { takeValues } from '../../schema/take-rows.ts'
import type { EvaluationContext, evaluate } from '../evaluate.ts'
import { type Node, walk } from '../node.ts'
import type { Entries } from './array-lists.ts'

/** A function of a program, over the elements of lists or maps. */
export interface Lambda {
  /** Whether a value can end the batch with an error: then it is evaluated for no element that Spark would not look at. */
  readonly mayFail: boolean
  /** How many of the variables it names. */
  readonly arity: number
  /**
   * Its value for each element.
   *
   * @param rows the row that each element belongs to, ascending: columns from outside have their values there
   * @param variables what it is given; those that it does not name are left over
   */
  evaluate(rows: Int32Array, variables: readonly ColumnVector[]): ColumnVector
}

/** The lambda of a call, over the rows of a batch. @param evaluateNode `evaluate`, handed in for the order of imports */
export function bindLambda(
  { parameters, body }: Node & { kind: 'lambda' },
  mayFail: boolean,
  batch: ColumnBatch,
  context: EvaluationContext,
  evaluateNode: typeof evaluate,
): Lambda {
  const read = new Set([...walk(body)].flatMap(part => (part.kind === 'column' || part.kind === 'variable' ? [part.name] : [])))
  return {
    mayFail,
    arity: parameters.length,
    evaluate(rows, variables) {
      const fields: Record<string, DataType> = {}
      const vectors = new Map<string, ColumnVector>()
      for (const [i, [name, type]] of Object.entries(batch.schema.fields).entries()) {
        if (!read.has(name)) continue
        fields[name] = type
        vectors.set(name, takeValues(batch.columns[i]!, rows))
      }
      for (const [i, { name, type }] of parameters.entries()) {
        fields[name] = type
        vectors.set(name, variables[i]!)
      }
      const columns = Object.keys(fields).map(name => vectors.get(name)!)
      const elements = { schema: { kind: 'struct', fields }, numRows: rows.length, columns } as const
      return evaluateNode(body, elements, { ...context, onBadRecords: told(rows, batch.numRows, context) })
    },
  }
}

/** A bad element is a bad record of its row. */
function told(rows: Int32Array, numRows: number, context: EvaluationContext): EvaluationContext['onBadRecords'] {
  return (bad, reasons, json) => {
    const ofRows = new Uint8Array(numRows)
    for (let i = 0; i < rows.length; i++) if (bad[i] === 1) ofRows[rows[i]!] = 1
    context.onBadRecords(
      ofRows,
      reasons.map(({ row, reason }) => ({ row: rows[row]!, reason })),
      json,
    )
  }
}

/** Whether a condition is true in a row; null is not. */
export const isTrue = (vector: ColumnVector, row: number): boolean =>
  vector.layout === 'boolean' && vector.values[row] === 1 && !isNullAt(vector, row)

/** What a function of an element and of its place from 0 is given. */
export function elementAndPlace({ arity }: Lambda, elements: ColumnVector, { rows, offsets }: Entries): readonly ColumnVector[] {
  if (arity < 2) return [elements]
  const length = rows.length
  const values = new Int32Array(length)
  for (let i = 0; i < length; i++) values[i] = i - offsets[rows[i]!]!
  return [elements, { layout: 'int32', type: { kind: 'integer' }, length, validity: null, values }]
}
