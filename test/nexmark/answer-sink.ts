import { closeSync, openSync, writeSync } from 'node:fs'
import { foreachBatchSink, type Sink } from '../../src/index.ts'

/** Writes the rows of an answer as lines of JSON. */
export interface AnswerSink {
  readonly sink: Sink
  readonly rows: () => number
  /** Ends the file. */
  readonly close: () => void
}

const LINES_PER_WRITE = 1000

/** @param key columns that name a group of which the last row counts; null: every row counts */
export function answerSink(path: string, key: readonly string[] | null): AnswerSink {
  const file = openSync(path, 'w')
  const last = new Map<string, string>()
  let rows = 0
  const write = (lines: readonly string[]) => {
    rows += lines.length
    for (let i = 0; i < lines.length; i += LINES_PER_WRITE) {
      writeSync(file, `${lines.slice(i, i + LINES_PER_WRITE).join('\n')}\n`)
    }
  }
  const sink = foreachBatchSink(batch => {
    const lines = batch.rows().map(row => ({ row, line: JSON.stringify(row, plain) }))
    if (key === null) write(lines.map(({ line }) => line))
    else
      for (const { row, line } of lines)
        last.set(
          JSON.stringify(
            key.map(name => row[name]),
            plain,
          ),
          line,
        )
  })
  return {
    sink,
    rows: () => rows,
    close() {
      write([...last.values()])
      closeSync(file)
    },
  }
}

/** What JSON has no form for; the rest as it is. */
function plain(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
