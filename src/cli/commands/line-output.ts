/** Lines on their way to a stream, gathered so that a million of them cost some hundred writes. */
export interface LineOutput {
  /** Takes a line, without its end. */
  write(line: string): void
  /** Hands over what was gathered; resolves when the reader has room again, or is gone. */
  flush(): Promise<void>
  /** Aborted when the reader is gone (`sluice read … | head`): nothing more needs to be written. */
  readonly closed: AbortSignal
}

const GATHERED_CHARACTERS = 64 * 1024

/** Writes lines to `stream`, for as long as somebody reads them. */
export function lineOutput(stream: NodeJS.WriteStream): LineOutput {
  const gone = new AbortController()
  let text = ''
  let waiting = false
  let drained: Promise<void> = Promise.resolve()
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    gone.abort()
  })
  const handOver = () => {
    if (text !== '' && !gone.signal.aborted) {
      const hasRoom = stream.write(text)
      if (!hasRoom && !waiting) {
        waiting = true
        drained = roomOf(stream, gone.signal).then(() => {
          waiting = false
        })
      }
    }
    text = ''
    return drained
  }
  return {
    closed: gone.signal,
    write(line) {
      text += `${line}\n`
      if (text.length > GATHERED_CHARACTERS) void handOver()
    },
    flush: handOver,
  }
}

function roomOf(stream: NodeJS.WriteStream, gone: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      stream.off('drain', done)
      gone.removeEventListener('abort', done)
      resolve()
    }
    stream.on('drain', done)
    gone.addEventListener('abort', done)
  })
}
