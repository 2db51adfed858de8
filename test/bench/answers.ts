/** A row of the lab's query: start of the window in ms since 1970, type, count, sum, average. */
export type AnswerRow = readonly [windowStartMs: number, type: string, count: number, total: number, average: number]

/** What a program found in the topic; what is not asked of it is not there. */
export interface Answer {
  /** Of the windowed aggregation. */
  readonly windows?: readonly AnswerRow[]
  /** Rows that were written, and the sum of their amounts. */
  readonly written?: { readonly rows: number; readonly total: number }
  /** Records that were read, by a program that does no more. */
  readonly records?: number
}

/** Sums of doubles depend on the order of adding; nothing else may. */
const TOLERANCE = 1e-9
const MOST_TOLD = 5

/**
 * How an answer differs from what the topic holds, in sentences; none where it is right.
 *
 * @param truth by the generator of the records, which counts in whole cents
 */
export function differences(truth: Answer, answer: Answer): string[] {
  const told: string[] = []
  if (truth.windows !== undefined && answer.windows !== undefined) told.push(...windowDifferences(truth.windows, answer.windows))
  if (truth.written !== undefined && answer.written !== undefined) {
    const [wanted, found] = [truth.written, answer.written]
    if (wanted.rows !== found.rows) told.push(`${found.rows} rows written, not ${wanted.rows}`)
    if (!isNear(wanted.total, found.total)) told.push(`the amounts written sum up to ${found.total}, not ${wanted.total}`)
  }
  if (truth.records !== undefined && answer.records !== undefined && truth.records !== answer.records) {
    told.push(`${answer.records} records read, not ${truth.records}`)
  }
  if (answer.windows === undefined && answer.written === undefined && answer.records === undefined) told.push('no answer')
  return told.length <= MOST_TOLD ? told : [...told.slice(0, MOST_TOLD), `and ${told.length - MOST_TOLD} more`]
}

function windowDifferences(truth: readonly AnswerRow[], answer: readonly AnswerRow[]): string[] {
  const told: string[] = []
  const left = new Map(truth.map(row => [keyOf(row), row]))
  for (const row of answer) {
    const key = keyOf(row)
    const wanted = left.get(key)
    if (wanted === undefined) told.push(`${key} is not in the topic, or is told twice`)
    else {
      left.delete(key)
      const [, , count, total, average] = row
      if (count !== wanted[2]) told.push(`${key}: count ${count}, not ${wanted[2]}`)
      if (!isNear(wanted[3], total)) told.push(`${key}: sum ${total}, not ${wanted[3]}`)
      if (!isNear(wanted[4], average)) told.push(`${key}: average ${average}, not ${wanted[4]}`)
    }
  }
  for (const key of left.keys()) told.push(`${key} is missing`)
  return told
}

const keyOf = ([startMs, type]: AnswerRow) => `${new Date(startMs).toISOString()} ${type}`

function isNear(wanted: number, found: number): boolean {
  return Math.abs(wanted - found) <= TOLERANCE * Math.abs(wanted)
}
