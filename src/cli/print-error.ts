import { messageOf } from '../util/error.ts'

/** One message, without a stack: what went wrong and how to mend it. `SLUICE_DEBUG=1` shows the stack as well. */
export function printError(thrown: unknown, stream: NodeJS.WritableStream = process.stderr): void {
  const debug = process.env.SLUICE_DEBUG === '1' && thrown instanceof Error
  stream.write(`${debug ? thrown.stack : messageOf(thrown)}\n`)
  if (debug && thrown.cause !== undefined)
    stream.write(`caused by ${thrown.cause instanceof Error ? thrown.cause.stack : thrown.cause}\n`)
}
