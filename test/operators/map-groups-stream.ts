import { embeddedEngine } from '../../src/engines/embedded.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { integer, long, string, struct } from '../../src/schema/data-type.ts'
import { memorySource } from '../../src/sources/memory.ts'

const Event = struct({ k: string(), n: integer() })
export const Count = struct({ n: long() })
export const Out = struct({ k: string(), what: string(), n: long() })

/** A stream of keys and numbers on a clock that a test sets. */
export function events(source = memorySource()) {
  const clock = { timeMs: 1_000_000, now: () => clock.timeMs, sleep: async () => {} }
  const stream = readStream(embeddedEngine({ clock }))
    .from(source)
    .select(r => ({ data: fromJson(r.value.cast('string'), Event), ts: r.timestamp }))
    .select(t => ({ ...t.data, ts: t.ts }))
  const add = (seconds: number, k: string | null, n = 0) =>
    source.add(0, [{ value: JSON.stringify({ k, n }), timestampMs: seconds * 1000 }])
  return { stream, add, clock, source }
}
