// Spark's rules for counting windows, written a second time from the reference and from nothing of the engine: rows are
// late by the watermark of the batch before, windows close by the watermark of the batch, empty batches follow data.

export interface ModelEvent {
  /** Seconds; null where the record has no time. */
  readonly time: number | null
  readonly key: string
}
export interface ModelCase {
  readonly mode: 'append' | 'update' | 'complete'
  readonly duration: number
  readonly slide: number
  readonly delay: number
  /** One list of events a batch. */
  readonly batches: readonly (readonly ModelEvent[])[]
}
/** One batch: its output rows as sorted texts `start key count`, the watermark it ran with, the records that were late. */
export interface ModelBatch {
  readonly rows: readonly string[]
  readonly watermark: number
  readonly late: number
}

export function modelOf({ mode, duration, slide, delay, batches }: ModelCase): ModelBatch[] {
  const state = new Map<string, { start: number; key: string; count: number }>()
  const results: ModelBatch[] = []
  let watermark = 0
  let lateWatermark = 0
  const run = (events: readonly ModelEvent[]) => {
    const touched = new Set<string>()
    let late = 0
    for (const { time, key } of events) {
      if (time === null) continue
      let kept = false
      for (let start = Math.floor(time / slide) * slide; start > time - duration; start -= slide) {
        if (mode !== 'complete' && start + duration <= lateWatermark) continue
        kept = true
        const id = `${start} ${key}`
        const group = state.get(id) ?? { start, key, count: 0 }
        group.count++
        state.set(id, group)
        touched.add(id)
      }
      if (!kept) late++
    }
    const closed =
      mode === 'complete' ? [] : [...state].filter(([, { start }]) => start + duration <= watermark).map(([id]) => id)
    const output = mode === 'append' ? closed : mode === 'update' ? [...touched] : [...state.keys()]
    results.push({ rows: output.map(id => `${id} ${state.get(id)!.count}`).sort(), watermark, late })
    for (const id of closed) state.delete(id)
    const times = events.flatMap(({ time }) => (time === null ? [] : [time]))
    const ran = watermark
    lateWatermark = ran
    // A record without a time counts as the epoch, which moves nothing.
    watermark = Math.max(watermark, ...times.map(time => time - delay))
    return mode !== 'complete' && watermark > ran
  }
  for (const events of batches) if (run(events)) while (run([]));
  return results
}
