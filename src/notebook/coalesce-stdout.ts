type Write = typeof process.stdout.write

/** Stands for text that is shown already as a rich output: the writer below drops it together with its line end. */
export const ALREADY_SHOWN = '\u0000sluice: shown\u0000'

const shownLine = new RegExp(`${ALREADY_SHOWN}\n?`, 'g')
/**
 * In one turn of the event loop nothing leaves the process: a loop that awaits only settled promises would fill the
 * socket's queue (1,000 messages), and what does not fit is dropped. The rest of such a turn is one message.
 */
const MAX_FLUSHES_IN_TURN = 20

let flush: (() => void) | undefined

/**
 * Makes one message of all that is written to stdout and stderr in one turn of the microtask queue. tslab sends a
 * message per write, and of more than some 510 in one burst the rest is lost and the cell never ends. tslab assigns
 * its `write` anew for each cell, so the assignment is what is caught. Installed once; does nothing again.
 */
export function installStdoutCoalescing(): void {
  if (flush !== undefined) return
  let pending: { stream: NodeJS.WriteStream; text: string }[] = []
  let isQueued = false
  let flushesInTurn = 0
  const targets = new Map<NodeJS.WriteStream, Write>()

  flush = () => {
    const writes = pending
    pending = []
    for (const { stream, text } of writes) {
      const shown = text.replace(shownLine, '')
      if (shown !== '') targets.get(stream)!.call(stream, shown)
    }
  }
  const enqueue = (stream: NodeJS.WriteStream, text: string) => {
    const last = pending.at(-1)
    if (last?.stream === stream) last.text += text
    else pending.push({ stream, text })
    if (isQueued) return
    isQueued = true
    const flushNext = () => {
      isQueued = false
      flush?.()
    }
    if (flushesInTurn === 0) setImmediate(() => (flushesInTurn = 0))
    if (++flushesInTurn <= MAX_FLUSHES_IN_TURN) queueMicrotask(flushNext)
    else setImmediate(flushNext)
  }
  for (const stream of [process.stdout, process.stderr]) {
    targets.set(stream, stream.write)
    const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
      enqueue(stream, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
      const done = typeof encoding === 'function' ? encoding : callback
      if (typeof done === 'function') queueMicrotask(() => done())
      return true
    }
    Object.defineProperty(stream, 'write', {
      configurable: true,
      get: () => write,
      set: (target: Write) => {
        flush?.()
        targets.set(stream, target)
      },
    })
  }
}

/** Writes what is still held back, so that an output that follows stands below it, and a cell does not end before. */
export function flushStdout(): void {
  flush?.()
}
