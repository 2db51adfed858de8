import type { TslabJupyter } from './kernel.ts'

interface Message {
  readonly content: object
  createReply(): { header: { msg_type: string }; content: object; signAndSend(key: string, socket: object): void }
}
interface Request {
  readonly code: string
  readonly stop_on_error?: boolean
}
interface Server {
  readonly connInfo: { readonly key: string }
  readonly iopub: object
  handleExecute(socket: object, message: Message): Promise<void>
  close(): void
}
interface Handler {
  execCount: number
  readonly execQueue: { reset(delayMs?: number): void }
  handleExecute(request: Request, ...writers: unknown[]): Promise<{ status: string }>
  handleExecuteImpl(request: Request, ...writers: unknown[]): Promise<unknown>
}

/** After a shutdown request the process ends at the latest after this time, also with a socket or a timer still open. */
const SHUTDOWN_GRACE_MS = 500

/**
 * Makes tslab's kernel keep Jupyter's protocol where notebooks show it: `execute_input` (so that tools learn the
 * execution count), `aborted`, cells after a failed one when the client says `stop_on_error: false`, and an end after
 * a shutdown request.
 */
export function repairReplies(jupyter: TslabJupyter): void {
  const server = jupyter.ZmqServer.prototype as Server
  const handler = jupyter.JupyterHandlerImpl.prototype as Handler
  const announce = new WeakMap<object, (executionCount: number) => void>()

  const { handleExecute, close } = server
  server.handleExecute = function (socket, message) {
    announce.set(message.content, executionCount => {
      const input = message.createReply()
      input.header.msg_type = 'execute_input'
      input.content = { code: (message.content as Request).code, execution_count: executionCount }
      input.signAndSend(this.connInfo.key, this.iopub)
    })
    return handleExecute.call(this, socket, message)
  }
  server.close = function () {
    close.call(this)
    setTimeout(() => process.exit(0), SHUTDOWN_GRACE_MS).unref()
  }

  const { handleExecute: answer, handleExecuteImpl: execute } = handler
  handler.handleExecuteImpl = function (request, ...writers) {
    announce.get(request)?.(this.execCount + 1)
    return execute.call(this, request, ...writers)
  }
  handler.handleExecute = async function (request, ...writers) {
    const reply = await answer.call(this, request, ...writers)
    if (reply.status === 'error' && request.stop_on_error === false) this.execQueue.reset()
    return reply.status === 'abort' ? { ...reply, status: 'aborted' } : reply
  }
}
