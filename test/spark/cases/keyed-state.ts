import { count } from '../../../src/expressions/functions/aggregates.ts'
import { integer, long, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, row, streaming } from '../case.ts'
import { COUNTED, Count, Counted, countMode, marked, PAIR, pair, python, Seen, seenColumns } from '../keyed-streams.ts'

export const cases: readonly Case[] = [
  streaming({
    name: 'counts that are kept, removed at three, and begin anew',
    outputMode: 'update',
    steps: [
      [pair('a', 1), pair('a', 2), pair('b', 1), pair(null, 1)],
      [pair('a', 3), pair(null, 2), pair('', 1)],
      'restart',
      [pair('a', 4), pair('b', 2), pair(null, 3)],
      [],
      [pair('b', 5), pair(null, 4)],
    ],
    schema: PAIR,
    pyspark: python(
      `
n = (state.get[0] if state.exists else 0) + len(rows)
if n >= 3: state.remove()
else: state.update((n,))
out = {'k': [key[0]], 'n': [n]}`,
      COUNTED,
      'NoTimeout',
    ),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState(
          { state: Count, output: Counted, outputMode: 'update', timeout: 'none' },
          ({ k }, rows, state) => {
            const n = Number(state.getOption?.n ?? 0) + rows.length
            if (n >= 3) state.remove()
            else state.update({ n })
            return [{ k, n }]
          },
        ),
  }),
  streaming({
    name: 'several rows, or none, of a key that is computed; late rows are taken without a timeout',
    outputMode: 'append',
    schema: PAIR,
    steps: [
      [pair('a', 1, 100), pair('b', 2, 100), pair('c', 3, 100)],
      [pair('d', 5, 200)],
      [pair('late', 7, 1), pair('late', 8, 1)],
      'restart',
      [pair('late', 9, 1)],
    ],
    pyspark: python(
      `
before = state.get if state.exists else ('', None)
now = before[0] + ''.join(sorted(row['k'] for row in rows))
state.update((now, None if len(now) < 3 else len(now)))
out = {'odd': [], 'text': [], 'before': []}
if key[0] == 1:
    for letter in now:
        out['odd'].append(key[0]); out['text'].append(letter); out['before'].append(before[1])
out = pd.DataFrame(out).astype({'before': 'Int64'}) if out['odd'] else None
out = None if out is None else out.to_dict('series')`,
      `'odd int, text string, before long', 'text string, length int'`,
      'NoTimeout',
      `t.withColumn('odd', F.col('n') % 2).withWatermark('ts', '10 seconds').groupBy('odd')`,
      'append',
    ),
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ odd: r.n.mod(2) }))
        .flatMapGroupsWithState(
          {
            state: struct({ text: string(), length: integer() }),
            output: struct({ odd: integer(), text: string(), before: long() }),
            outputMode: 'append',
          },
          function* ({ odd }, rows, state) {
            const before = state.getOption ?? { text: '', length: null }
            const letters = rows.map(r => r.k ?? '').sort()
            const now = `${before.text}${letters.join('')}`
            state.update({ text: now, length: now.length < 3 ? null : now.length })
            if (odd === 1) for (const text of now) yield { odd, text, before: before.length }
          },
        ),
  }),
  streaming({
    name: 'event-time timeouts close groups, once; late rows are dropped',
    outputMode: 'update',
    schema: PAIR,
    steps: [
      [pair('a', 1, 10), pair('b', 1, 12)],
      [pair('a', 1, 18)],
      [pair('c', 1, 30)],
      [pair('late', 1, 19), pair('b', 1, 21)],
      'restart',
      [pair('d', 1, 60), pair('late', 1, 20)],
      [pair('e', 1, 61)],
    ],
    pyspark: python(
      `
n = (state.get[0] if state.exists else 0) + len(rows)
watermark = state.getCurrentWatermarkMs()
if state.hasTimedOut: state.remove()
else:
    state.update((n,))
    state.setTimeoutTimestamp(max(watermark, max(int(row['ts'].timestamp() * 1000) for row in rows)) + 5000)
out = {'k': [key[0]], 'what': ['timeout' if state.hasTimedOut else 'data'], 'n': [n], 'watermark': [watermark]}`,
      seenColumns,
      'EventTimeTimeout',
      marked,
    ),
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState(
          { state: Count, output: Seen, outputMode: 'update', timeout: 'eventTime' },
          ({ k }, rows, state) => {
            const n = Number(state.getOption?.n ?? 0) + rows.length
            const watermark = state.getCurrentWatermarkMs()
            if (state.hasTimedOut) state.remove()
            else {
              state.update({ n })
              state.setTimeoutTimestamp(Math.max(watermark, ...rows.map(r => Number(r.ts))), '5 seconds')
            }
            return [{ k, what: state.hasTimedOut ? 'timeout' : 'data', n, watermark }]
          },
        ),
  }),
  streaming({
    name: 'a timeout outlives its state, and can be set again by the call it makes',
    outputMode: 'update',
    schema: PAIR,
    steps: [
      [pair('a', 1, 10), pair('b', 2, 10)],
      [pair('c', 9, 40)],
      [pair('c', 9, 60)],
      'restart',
      [pair('c', 9, 80)],
      [pair('c', 9, 99)],
    ],
    pyspark: python(
      `
n = state.get[0] if state.exists else -1
watermark = state.getCurrentWatermarkMs()
if state.hasTimedOut:
    if n > 0:
        state.remove()
        state.setTimeoutTimestamp(watermark + 5000)
    else: state.remove()
elif rows[0]['n'] == 9: state.setTimeoutTimestamp(500000 + watermark)
else:
    state.update((rows[0]['n'],))
    state.setTimeoutTimestamp(20000)
out = {'k': [key[0]], 'what': ['timeout' if state.hasTimedOut else 'data'], 'n': [n], 'watermark': [watermark]}`,
      seenColumns,
      'EventTimeTimeout',
      marked,
    ),
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState(
          { state: Count, output: Seen, outputMode: 'update', timeout: 'eventTime' },
          ({ k }, rows, state) => {
            const n = state.exists ? Number(state.get.n) : -1
            const watermark = state.getCurrentWatermarkMs()
            if (state.hasTimedOut) {
              state.remove()
              if (n > 0) state.setTimeoutTimestamp(watermark + 5000)
            } else if (rows[0]!.n === 9) state.setTimeoutTimestamp(500_000 + watermark)
            else {
              state.update({ n: rows[0]!.n })
              state.setTimeoutTimestamp(20_000)
            }
            return [{ k, what: state.hasTimedOut ? 'timeout' : 'data', n, watermark }]
          },
        ),
  }),
  streaming({
    name: 'processing-time timeouts, a start for each batch',
    trigger: 'once',
    outputMode: 'update',
    schema: PAIR,
    steps: [[pair('a', 1), pair('b', 600_000)], [pair('c', 1)], [pair('a', 1), pair('d', 600_000)], [pair('e', 600_000)]],
    pyspark: python(
      `
n = (state.get[0] if state.exists else 0) + len(rows)
if state.hasTimedOut: state.remove()
else:
    state.update((n,))
    state.setTimeoutDuration(int(rows[0]['n']))
assert state.getCurrentProcessingTimeMs() > 0
out = {'k': [key[0]], 'what': ['timeout' if state.hasTimedOut else 'data'], 'n': [n], 'watermark': [None]}
out = pd.DataFrame(out).astype({'watermark': 'Int64'}).to_dict('series')`,
      seenColumns,
      'ProcessingTimeTimeout',
    ),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState(
          { state: Count, output: Seen, outputMode: 'update', timeout: 'processingTime' },
          ({ k }, rows, state) => {
            const n = Number(state.getOption?.n ?? 0) + rows.length
            if (state.hasTimedOut) state.remove()
            else {
              state.update({ n })
              state.setTimeoutDuration(rows[0]!.n ?? 0)
            }
            return [{ k, what: state.hasTimedOut ? 'timeout' : 'data', n, watermark: null }]
          },
        ),
  }),
  streaming({
    name: 'an aggregation over its rows',
    outputMode: 'complete',
    schema: PAIR,
    steps: [[pair('a', 1), pair('b', 1)], [pair('a', 1)]],
    pyspark: python(
      `
n = (state.get[0] if state.exists else 0) + len(rows)
state.update((n,))
out = {'k': [key[0]], 'n': [n]}`,
      COUNTED,
      'NoTimeout',
      `t.groupBy('k')`,
      'append',
      `.groupBy('n').agg(F.count('*').alias('times'))`,
    ),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState({ state: Count, output: Counted, outputMode: 'append' }, ({ k }, rows, state) => {
          const n = Number(state.getOption?.n ?? 0) + rows.length
          state.update({ n })
          return [{ k, n }]
        })
        .groupBy(r => ({ n: r.n }))
        .agg(() => ({ times: count() })),
  }),
  streaming({
    name: 'moments keep their microseconds in rows, state and result',
    outputMode: 'update',
    schema: struct({ k: string(), at: timestamp() }),
    steps: [
      [row({ k: 'a', at: '2024-01-01T00:00:00.123456Z' }), row({ k: 'b', at: '1969-12-31T23:59:59.999999Z' })],
      'restart',
      [row({ k: 'a', at: '2024-01-01T00:00:00.000001Z' }), row({ k: 'b', at: '2200-01-01T00:00:00.654321Z' })],
    ],
    pyspark: python(
      `
before = state.get[0] if state.exists else None
state.update((rows[0]['at'].to_pydatetime(),))
out = pd.DataFrame({'k': [key[0]], 'at': [rows[0]['at']], 'before': pd.to_datetime(pd.Series([before]))}).to_dict('series')`,
      `'k string, at timestamp, before timestamp', 'at timestamp'`,
      'NoTimeout',
    ),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState(
          {
            state: struct({ at: timestamp() }),
            output: struct({ k: string(), at: timestamp(), before: timestamp() }),
            outputMode: 'update',
          },
          ({ k }, rows, state) => {
            const before = state.getOption?.at ?? null
            state.update({ at: rows[0]!.at })
            return [{ k, at: rows[0]!.at, before }]
          },
        ),
  }),
  countMode('update', 'append', 'update mode in a query in append mode'),
  countMode('append', 'update', 'append mode in a query in update mode'),
  countMode('update', 'complete', 'update mode in a query in complete mode'),
  streaming({
    name: 'event-time timeout without a watermark',
    outputMode: 'update',
    schema: PAIR,
    steps: [[pair('a', 1)]],
    pyspark: python(`out = {'k': [key[0]], 'n': [len(rows)]}`, COUNTED, 'EventTimeTimeout'),
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .flatMapGroupsWithState({ state: Count, output: Counted, outputMode: 'update', timeout: 'eventTime' }, () => []),
  }),
]
