import { messageOf } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'

/** What the file system refuses, and how to mend it. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied. Give this user the right to write there, or work in a folder of your own',
  EPERM: 'permission denied. Give this user the right to write there, or work in a folder of your own',
  EROFS: 'the file system is read-only. Work in a folder that can be written',
  ENOSPC: 'the disk is full. Make room (a set-up takes about 1.5 GB) and try again',
}

/** One message, without a stack: what went wrong and how to mend it. `SLUICE_DEBUG=1` shows the stack as well. */
export function printError(thrown: unknown, stream: NodeJS.WritableStream = process.stderr): void {
  const debug = process.env.SLUICE_DEBUG === '1' && thrown instanceof Error
  stream.write(`${safeLines(debug ? thrown.stack : textOf(thrown))}\n`)
  if (debug && thrown.cause !== undefined) {
    stream.write(`caused by ${safeLines(thrown.cause instanceof Error ? thrown.cause.stack : thrown.cause)}\n`)
  }
}

/** Lines as they are, but nothing in them that a terminal would obey. */
function safeLines(text: unknown): string {
  return String(text).split('\n').map(terminalText).join('\n')
}

function textOf(thrown: unknown): string {
  const { code = '', path } = (thrown ?? {}) as NodeJS.ErrnoException
  const problem = FILE_PROBLEMS[code]
  return problem === undefined || path === undefined ? messageOf(thrown) : `Cannot write ${path}: ${problem}.`
}
