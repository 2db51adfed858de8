// Batches that fail in their sink and run again, for every operator with a state, with a checkpoint folder and without.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { interval } from '../../src/expressions/functions/interval.ts'
import { sessionWindow, window } from '../../src/expressions/functions/window.ts'
import type { TimestampColumn } from '../../src/expressions/scalar-column.ts'
import type { StringColumn } from '../../src/expressions/string-column.ts'
import { boolean, integer, long, string, struct } from '../../src/schema/data-type.ts'
import { foreachBatchSink } from '../../src/sinks/foreach-batch-sink.ts'
import { jsonStream } from '../support/json-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { seeded } from '../support/seeded.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

type Sources = readonly [ReturnType<typeof memoryStream>, ReturnType<typeof memoryStream>]

const marked = (memory: Sources[0]) =>
  jsonStream({ k: string(), n: integer() }, {}, memory).stream.withWatermark('ts', '5 seconds')
const other = ([, memory]: Sources) => marked(memory).select(r => ({ k2: r.k, n2: r.n, ts2: r.ts }))
const within = (l: { k: StringColumn; ts: TimestampColumn }, r: { k2: StringColumn; ts2: TimestampColumn }) =>
  l.k
    .eq(r.k2)
    .and(r.ts2.geq(l.ts))
    .and(r.ts2.leq(l.ts.plus(interval('6 seconds'))))

const plans = {
  'a session window': ([source]: Sources) =>
    marked(source)
      .groupBy(t => ({ w: sessionWindow(t.ts, '4 seconds'), k: t.k }))
      .agg(t => ({ c: count(), s: sum(t.n) })),
  'a deduplication within the watermark': ([source]: Sources) => marked(source).dropDuplicatesWithinWatermark('k'),
  'a full join': (sources: Sources) => marked(sources[0]).join(other(sources), within, 'full'),
  'a left semi join': (sources: Sources) => marked(sources[0]).join(other(sources), within, 'leftSemi'),
  'a join and an aggregation': (sources: Sources) =>
    marked(sources[0])
      .join(other(sources), within)
      .groupBy(t => ({ w: window(t.ts, '10 seconds'), k: t.k }))
      .agg(() => ({ c: count() })),
  'groups with a state': ([source]: Sources) =>
    marked(source)
      .groupBy(t => ({ k: t.k }))
      .flatMapGroupsWithState(
        {
          state: struct({ n: long() }),
          output: struct({ k: string(), n: long(), isTimedOut: boolean() }),
          outputMode: 'append',
          timeout: 'eventTime',
        },
        function* ({ k }, rows, state) {
          const n = Number(state.getOption?.n ?? 0) + rows.length
          yield { k, n, isTimedOut: state.hasTimedOut }
          if (state.hasTimedOut) state.remove()
          else {
            state.update({ n })
            state.setTimeoutTimestamp(Math.max(state.getCurrentWatermarkMs(), Number(rows[0]!.ts)) + 3000)
          }
        },
      ),
}

const texts = (rows: readonly unknown[]) =>
  rows.map(row => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).sort()

for (const [what, plan] of Object.entries(plans)) {
  for (const place of ['in a folder', 'in memory']) {
    test(`${what} gives what it gives without failures, where sinks fail: its state ${place}`, async t => {
      for (let seed = 1; seed <= 3; seed++) {
        const { next, int } = seeded(seed)
        const sources: Sources = [memoryStream(), memoryStream()]
        const expected: unknown[] = []
        const found = new Map<number, readonly unknown[]>()
        let fails = false
        let failures = 0
        const stream = plan(sources) as ReturnType<typeof marked>
        const straight = stream.writeStream({ sink: foreachBatchSink(batch => void expected.push(...batch.rows())) })
        const failing = stream.writeStream({
          sink: foreachBatchSink((batch, id) => {
            if (fails) {
              fails = false
              failures++
              throw new Error('the sink is full')
            }
            assert.ok(!found.has(id), `batch ${id} once`)
            found.set(id, batch.rows())
          }),
          ...(place === 'in a folder' ? { checkpointLocation: temporaryFolder(t) } : {}),
        })
        const both = async () => {
          for (let batch = 0; batch < 3; batch++) {
            await straight.next()
            await failing.next().catch(async thrown => {
              assert.match(String(thrown), /the sink is full/)
              await failing.next()
            })
          }
        }
        let now = 1.7e9
        for (let round = 0; round < 10; round++) {
          for (const source of sources)
            for (let i = int(0, 6); i > 0; i--) {
              now += int(0, 6) / 4
              source.add(now - int(0, 7), { k: `k${int(0, 3)}`, n: int(0, 99) }, int(0, 1))
            }
          fails = next() < 0.5
          await both()
        }
        fails = false
        for (let round = 0; round < 2; round++) {
          now += 60
          for (const source of sources) source.add(now, { k: `z${round}`, n: 0 })
          await both()
        }
        assert.ok(failures > 0 && expected.length > 0)
        assert.deepEqual(texts([...found.values()].flat()), texts(expected), `seed ${seed}`)
        await Promise.all([straight.stop(), failing.stop()])
      }
    })
  }
}
