type SigintListener = (signal: NodeJS.Signals) => void

const running = new Set<AbortController>()
let saved: SigintListener[] = []
let isStopping = false

/**
 * Runs `run` so that the notebook's Stop button (or Ctrl-C) ends it gracefully: the first stop aborts the signal, `run`
 * returns what it has, and the cell succeeds. A second stop is the kernel's own hard interrupt.
 */
export async function withStop<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // A SIGINT listener added in the synchronous part of a cell would be the kernel's end at the next Stop:
  // vm's breakOnSigint puts the default handler back.
  await new Promise(resolve => setImmediate(resolve))
  const controller = new AbortController()
  if (running.size === 0) takeOver()
  running.add(controller)
  try {
    return await run(controller.signal)
  } finally {
    running.delete(controller)
    if (running.size === 0) giveBack()
  }
}

function takeOver(): void {
  saved = process.rawListeners('SIGINT') as SigintListener[]
  isStopping = false
  process.on('SIGINT', stop)
  for (const listener of saved) process.removeListener('SIGINT', listener)
}

function giveBack(): void {
  for (const listener of saved) process.on('SIGINT', listener)
  process.removeListener('SIGINT', stop)
}

function stop(signal: NodeJS.Signals): void {
  if (!isStopping) {
    isStopping = true
    for (const controller of running) controller.abort()
  } else if (saved.length > 0) {
    for (const listener of saved) listener.call(process, signal)
  } else {
    process.removeListener('SIGINT', stop)
    process.kill(process.pid, 'SIGINT')
  }
}
