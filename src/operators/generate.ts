import { entriesOf } from '../expressions/builtins/array-lists.ts'
import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { ColumnVector, ListVector, MapVector } from '../schema/column-vector.ts'
import { takeOrNull } from '../schema/null-rows.ts'
import { takeValues } from '../schema/take-rows.ts'
import type { Rows } from './rows.ts'

/**
 * A row for each element of an array or entry of a map, in order; rows without any are dropped, or with `outer` stay once, with
 * nulls. Elements are used where they lie: nothing is moved but what must stand beside more of them.
 *
 * @param step names the columns that are still needed in its schema
 * @see Spark `GenerateExec`
 */
export function generate(rows: Rows, step: PlanOf<'generate'>, context: EvaluationContext): Rows {
  const { batch } = rows
  const [input] = (step.generator as Node & { kind: 'call' }).args
  const list = evaluate(input!, batch, context) as ListVector | MapVector
  const { origins, entries, isWhole } = step.outer ? withEmptyRows(list) : withoutEmptyRows(list)
  const firsts = list.offsets
  const generated = new Map<string, () => ColumnVector>()
  const taken = (vector: ColumnVector) => () => (isWhole ? vector : takeOrNull(vector, entries))
  const made = [
    ...(step.position ? [() => positions(origins, entries, firsts)] : []),
    ...elementVectors(list, step.generator as Node & { kind: 'call' }).map(taken),
  ]
  for (const [i, name] of step.columns.entries()) generated.set(name, made[i]!)
  const names = Object.keys(batch.schema.fields)
  const isSame = origins.length === batch.numRows && origins.every((row, i) => row === i)
  const columns = Object.keys(step.schema.fields).map(name => {
    const make = generated.get(name)
    if (make !== undefined) return make()
    const column = batch.columns[names.indexOf(name)]!
    return isSame ? column : takeValues(column, origins)
  })
  const { records } = rows
  return {
    batch: { schema: step.schema, numRows: origins.length, columns },
    records: records === null ? origins : origins.map(row => records[row]!),
  }
}

function elementVectors(list: ListVector | MapVector, { name }: Node & { kind: 'call' }): readonly ColumnVector[] {
  if (list.layout === 'map') return [list.keys, list.values]
  return name.startsWith('inline') && list.elements.layout === 'struct' ? list.elements.fields : [list.elements]
}

interface Generated {
  /** The row that each generated row comes from. */
  readonly origins: Int32Array
  /** The entry that each is made of; -1 for none. */
  readonly entries: Int32Array
  readonly isWhole: boolean
}

function withoutEmptyRows(list: ListVector | MapVector): Generated {
  const { rows: origins, entries, isWhole } = entriesOf(list)
  return { origins, entries, isWhole }
}

function withEmptyRows(list: ListVector | MapVector): Generated {
  const { offsets, entries: from } = entriesOf(list)
  const origins: number[] = []
  const entries: number[] = []
  for (let row = 0; row < list.length; row++) {
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      origins.push(row)
      entries.push(from[i]!)
    }
    if (offsets[row] !== offsets[row + 1]) continue
    origins.push(row)
    entries.push(-1)
  }
  return { origins: Int32Array.from(origins), entries: Int32Array.from(entries), isWhole: false }
}

/** The place of each element in its array, from 0; null for a row without any. */
function positions(origins: Int32Array, entries: Int32Array, firsts: Int32Array): ColumnVector {
  const length = origins.length
  const values = Int32Array.from(entries, (entry, i) => (entry < 0 ? 0 : entry - firsts[origins[i]!]!))
  const validity = entries.includes(-1) ? Uint8Array.from(entries, entry => (entry < 0 ? 0 : 1)) : null
  return { layout: 'int32', type: { kind: 'integer' }, length, validity, values }
}
