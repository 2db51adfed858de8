import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan, PlanOf } from '../../src/plan/plan.ts'
import { BatchGraph } from '../../src/runtime/batch-graph.ts'
import { physicalPlan } from '../../src/runtime/physical-plan.ts'
import { type BatchInput, runBatch } from '../../src/runtime/run-batch.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import type { StructType } from '../../src/schema/data-type.ts'
import { offsetsOf } from '../../src/sources/offsets.ts'
import type { OffsetRange, Source, SourceChunk } from '../../src/sources/source.ts'
import { equalKeys, type Row, rightSchema, rowsOf, step } from '../support/join-driver.ts'

const hot = (length: number): Row[] => Array.from({ length }, (_, i) => ['hot', i, null])

/** A source with one chunk. */
function sourceOf(topic: string, schema: StructType, rows: readonly Row[]): Source {
  const offsets = offsetsOf([[topic, 0, 0]])
  return {
    description: topic,
    schema,
    maxOffsetsPerTrigger: null,
    initialOffsets: async () => offsets,
    available: async () => ({ earliest: offsets, latest: offsets }),
    async *read(_, { columns }): AsyncGenerator<SourceChunk> {
      const { batch } = rowsOf(schema, rows)
      const names = Object.keys(schema.fields)
      const records: ColumnBatch = {
        schema: { kind: 'struct', fields: Object.fromEntries(columns.map(name => [name, schema.fields[name]!])) },
        numRows: batch.numRows,
        columns: columns.map(name => batch.columns[names.indexOf(name)]!),
      }
      yield {
        topic,
        partition: 0,
        startOffset: 0,
        endOffset: rows.length,
        records,
        offsets: Float64Array.from({ length: rows.length }, (_offset, i) => i),
        gaps: { control: 0, aborted: 0, compacted: 0, lost: 0 },
      }
    },
    close: async () => {},
  }
}

const withTable = (plan: PlanOf<'join'>, rows: number): PlanOf<'join'> => {
  const { batch } = rowsOf(rightSchema, hot(rows))
  const right: Plan = {
    kind: 'table',
    table: { description: 'test', schema: rightSchema, load: () => batch },
    schema: rightSchema,
  }
  return { ...plan, right }
}

const joins: readonly [string, PlanOf<'join'>][] = [
  ['of two streams', step('inner', equalKeys)],
  ['of a stream and a table', withTable(step('inner', equalKeys), 1000)],
]
for (const [what, logical] of joins) {
  test(`the sink takes the output of a join while the join goes on: ${what}`, async t => {
    const plan = physicalPlan(logical, 'append')
    const sources = plan.sources.map(({ schema }, i) => sourceOf(`t${i}`, schema, hot(1000)))
    const ranges = sources.map((_, i): OffsetRange[] => [{ topic: `t${i}`, partition: 0, startOffset: 0, endOffset: 1000 }])
    const waiting: number[] = []
    const takeOutput = BatchGraph.prototype.takeOutput
    t.mock.method(BatchGraph.prototype, 'takeOutput', function (this: BatchGraph) {
      const output = takeOutput.call(this)
      waiting.push(output.reduce((sum, { numRows }) => sum + numRows, 0))
      return output
    })
    let written = 0
    const states = plan.operators.map(operator => operator.newState())
    const input: BatchInput = {
      batchId: 0,
      ranges,
      lateWatermarkMs: 0,
      watermarkMs: 0,
      timestampMs: 0,
      outputMode: 'append',
      timeZone: 'UTC',
      readers: new Map(),
    }
    const { ledger } = await runBatch(plan, sources, states, input, async ({ numRows }) => {
      written += numRows
    })
    assert.equal(written, 1_000_000)
    assert.ok(Math.max(...waiting) <= 2 * 65_536, `${Math.max(...waiting)} rows wait for the sink`)
    assert.equal(ledger.close().total.counted, 1000 * sources.length, 'each record counts once')
  })
}
