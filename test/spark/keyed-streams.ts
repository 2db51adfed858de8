// What the cases of keyed state are made of.
import type { OutputMode } from '../../src/plan/sink.ts'
import { integer, long, string, struct } from '../../src/schema/data-type.ts'
import { type Case, type CaseRecord, row, streaming } from './case.ts'

/** A Python function over groups, and the query that uses it. */
export const python = (body: string, schemas: string, timeout: string, frame = `t.groupBy('k')`, mode = 'update', after = '') => `
import sys
import pandas as pd
from pyspark.sql.streaming.state import GroupStateTimeout
spark.sparkContext.pythonExec = sys.executable
def update(key, frames, state):
    rows = [row for frame in frames for row in frame.to_dict('records')]
${body
  .trim()
  .split('\n')
  .map(line => `    ${line}`)
  .join('\n')}
    return [pd.DataFrame(out)] if out else []
result = ${frame}.applyInPandasWithState(update, ${schemas}, '${mode}', GroupStateTimeout.${timeout})${after}
`

export const PAIR = struct({ k: string(), n: integer() })
export const pair = (k: string | null, n: number, at = 0): CaseRecord => row({ k, n }, { at })

export const COUNTED = `'k string, n long', 'n long'`
export const Count = struct({ n: long() })
export const Counted = struct({ k: string(), n: long() })
export const countMode = (mode: 'append' | 'update', outputMode: OutputMode, name: string): Case =>
  streaming({
    name,
    schema: PAIR,
    outputMode,
    steps: [[pair('a', 1)]],
    pyspark: python(`out = {'k': [key[0]], 'n': [len(rows)]}`, COUNTED, 'NoTimeout', `t.groupBy('k')`, mode),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState({ state: Count, output: Counted, outputMode: mode }, ({ k }, rows) => [{ k, n: rows.length }]),
  })

export const Seen = struct({ k: string(), what: string(), n: long(), watermark: long() })
export const seenColumns = `'k string, what string, n long, watermark long', 'n long'`
export const marked = `t.withWatermark('ts', '10 seconds').groupBy('k')`
