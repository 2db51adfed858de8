import { flushStdout } from './coalesce-stdout.ts'
import type { TslabJupyter } from './kernel.ts'

/** What tslab does with its publishing socket once it is bound. */
interface Publisher {
  send(message: unknown): Promise<void>
  close(): void
}
interface Server {
  iopub: Publisher
  publishStatus(status: string, parent: unknown): void
}

const repaired = new WeakSet<object>()

/**
 * Makes tslab's kernel await its sends. zeromq takes one send at a time and refuses a second while one is under way;
 * tslab does not await, so in a burst everything after some 510 messages is lost, the end of the cell with it.
 * A server is met at its next status message: from then on it is repaired.
 */
export function repairSends(jupyter: TslabJupyter): void {
  const server = jupyter.ZmqServer.prototype as Server
  if (repaired.has(server)) return
  repaired.add(server)
  const publishStatus = server.publishStatus
  server.publishStatus = function (status, parent) {
    if (!repaired.has(this)) {
      repaired.add(this)
      // The socket itself cannot be extended, so it gets a stand-in.
      this.iopub = queuedPublisher(this.iopub)
    }
    flushStdout()
    publishStatus.call(this, status, parent)
  }
}

function queuedPublisher(socket: Publisher): Publisher {
  const waiting: unknown[] = []
  let isSending = false
  const sendAll = async () => {
    isSending = true
    try {
      while (waiting.length > 0) await socket.send(waiting.shift())
    } catch {
      // The socket was closed: nobody is left to read.
      waiting.length = 0
    }
    isSending = false
  }
  return {
    send: async message => {
      waiting.push(message)
      if (!isSending) await sendAll()
    },
    close: () => socket.close(),
  }
}
