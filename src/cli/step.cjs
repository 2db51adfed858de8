'use strict'
// Plain JavaScript without packages: the first steps run before anything is installed or compiled.

/** How often a long step speaks where there is no terminal to redraw a line in. */
const PLAIN_LINE_EVERY_MS = 10_000
const TITLE_WIDTH = 22

const seconds = sinceMs => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`

/**
 * Runs one step of the set-up and prints one line for it: what it did and how long it took. While it runs, a
 * terminal shows one line that moves; elsewhere a line comes every ten seconds.
 *
 * @template T
 * @param {string} title
 * @param {(progress: (text: string) => void) => Promise<T> | T} work its result, when a text, ends the line; else the last progress does
 * @param {{ stream?: NodeJS.WriteStream }} [options] where to print; default standard output
 * @returns {Promise<T>}
 */
async function step(title, work, { stream = process.stdout } = {}) {
  const startMs = Date.now()
  const terminal = Boolean(stream.isTTY)
  let detail = ''
  let lastLineMs = startMs
  const label = mark => `${mark} ${title.padEnd(TITLE_WIDTH)}`
  const show = () => {
    const width = (stream.columns || 80) - 1
    if (terminal) stream.write(`\r\u001b[2K${`${label('…')} ${seconds(startMs).padStart(8)}  ${detail}`.slice(0, width)}`)
    else if (Date.now() - lastLineMs >= PLAIN_LINE_EVERY_MS) {
      lastLineMs = Date.now()
      stream.write(`${label('…')} ${seconds(startMs).padStart(8)}  ${detail || 'working'}\n`)
    }
  }
  const timer = setInterval(show, terminal ? 200 : 1000)
  const end = (mark, text) => {
    clearInterval(timer)
    stream.write(`${terminal ? '\r\u001b[2K' : ''}${`${label(mark)} ${seconds(startMs).padStart(8)}  ${text}`.trimEnd()}\n`)
  }
  try {
    const result = await work(text => {
      detail = text
      show()
    })
    end('✓', typeof result === 'string' ? result : detail)
    return result
  } catch (thrown) {
    end('✗', 'failed')
    throw thrown
  }
}

module.exports = { step }
