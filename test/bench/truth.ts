import type { TransactionEvent } from '../../src/lab/transactions.ts'
import type { Answer, AnswerRow } from './answers.ts'

export const WINDOW_MS = 300_000

/** What the right answers are, counted in whole cents while the records are made. */
export interface Truth {
  add(event: TransactionEvent): void
  /** Of the windows by type; `written` of the suspicious transactions. */
  lab(): Answer
  /** `written` of all rows. */
  all(): Answer
}

interface Group {
  readonly startMs: number
  readonly type: string
  count: number
  cents: number
}

export function truth(): Truth {
  const groups = new Map<string, Group>()
  const suspicious = { rows: 0, cents: 0 }
  return {
    add({ timestampMs, transaction }) {
      const { amount, type, location } = transaction
      const cents = Math.round(amount * 100)
      const startMs = timestampMs - (timestampMs % WINDOW_MS)
      const key = `${startMs} ${type}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { startMs, type, count: 1, cents })
      else {
        group.count++
        group.cents += cents
      }
      if (amount > 500 && type === 'withdrawal' && location === 'online') {
        suspicious.rows++
        suspicious.cents += cents
      }
    },
    lab: () => ({
      windows: [...groups.values()].map(rowOf),
      written: { rows: suspicious.rows, total: suspicious.cents / 100 },
      records: recordsOf(groups),
    }),
    all: () => ({
      written: { rows: recordsOf(groups), total: [...groups.values()].reduce((sum, { cents }) => sum + cents, 0) / 100 },
    }),
  }
}

const rowOf = ({ startMs, type, count, cents }: Group): AnswerRow => [startMs, type, count, cents / 100, cents / 100 / count]
const recordsOf = (groups: ReadonlyMap<string, Group>) => [...groups.values()].reduce((sum, { count }) => sum + count, 0)
