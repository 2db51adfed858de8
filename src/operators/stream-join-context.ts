import type { EvaluationContext } from '../expressions/evaluate.ts'
import { columnsOf, readsOnly } from '../plan/join-condition.ts'
import type { StructType } from '../schema/data-type.ts'

/**
 * The context of an expression over some of the rows that came, so that a bad record is told by the row it came with.
 *
 * @param places per row of what is evaluated the row that came
 * @param numRows that came
 */
export function contextOfRows<C extends EvaluationContext>(context: C, places: Int32Array, numRows: number): C {
  return {
    ...context,
    onBadRecords(bad, reasons, json) {
      const isBad = new Uint8Array(numRows)
      for (const [row, place] of places.entries()) if (bad[row] === 1) isBad[place] = 1
      context.onBadRecords(
        isBad,
        reasons.map(({ row, reason }) => ({ row: places[row]!, reason })),
        json,
      )
    },
  }
}

/**
 * The contexts of a condition over pairs. Of each pair one row has just come, from a record that is known; what it was
 * paired with came from another source or in another batch, so that a text of it that is bad is no news of this record.
 *
 * @param schema of the rows that came
 * @param places per row that can be paired the row that came; `null` where it is the same
 * @returns the context for pairs whose rows that can be paired are these
 */
export function contextOfPairs<C extends EvaluationContext>(
  context: C,
  schema: StructType,
  places: Int32Array | null,
  numRows: number,
): (pairs: Int32Array) => C {
  return pairs => {
    const ofRows = contextOfRows(context, places === null ? pairs : pairs.map(row => places[row]!), numRows)
    return {
      ...ofRows,
      onBadRecords(bad, reasons, json) {
        if (columnsOf(json).size > 0 && readsOnly(json, schema)) ofRows.onBadRecords(bad, reasons, json)
      },
    }
  }
}

/** The context of rows that are not among those that came. */
export function contextOfOthers<C extends EvaluationContext>(context: C): C {
  return { ...context, onBadRecords() {} }
}
