import { SluiceError } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Frames of the kernel and of Node: they say nothing about the cell. */
const KERNEL_FRAME = /^\s+at .*(?:node:|[\\/]tslab[\\/]dist[\\/]|sigintHandlersWrap)/

/**
 * Makes errors readable in a cell: one of this library is `SluiceError CODE: message`, which explains itself; of others
 * the frames of the kernel are left out. tslab prints errors by `console.error`, which it takes when it starts.
 */
export function repairErrors(): void {
  inspectableErrors()
  const error = console.error
  console.error = (...values: unknown[]) =>
    error(...values.map(value => (isForeignError(value) ? withoutKernelFrames(value) : value)))
}

/** The first half, which works in a running kernel as well. */
export function inspectableErrors(): void {
  Object.defineProperty(SluiceError.prototype, INSPECT, {
    configurable: true,
    writable: true,
    value(this: SluiceError): string {
      return `${errorText(this)}${userStack(this)}`
    },
  })
}

/** @example errorText(new SluiceError('USAGE', 'Cannot …')) // 'SluiceError USAGE: Cannot …' */
export function errorText(error: SluiceError): string {
  return `${error.name} ${error.code}: ${error.message.split('\n').map(terminalText).join('\n')}`
}

/** Where the user's own function went wrong: the message of this library cannot know that. */
function userStack({ code, cause }: SluiceError): string {
  if (code !== 'USER_FUNCTION_FAILED' || cause === undefined) return ''
  const shown = isForeignError(cause)
    ? withoutKernelFrames(cause)
    : cause instanceof SluiceError
      ? errorText(cause)
      : String(cause)
  return `\n  caused by ${shown.split('\n').map(terminalText).join('\n')}`
}

function isForeignError(value: unknown): value is Error {
  return value instanceof Error && !(INSPECT in value)
}

/** The stack with the cell's own frames, and the message of what caused it. */
function withoutKernelFrames(error: Error): string {
  const stack = error.stack ?? String(error)
  const kept = stack
    .split('\n')
    .filter(line => !KERNEL_FRAME.test(line))
    .join('\n')
  return error.cause instanceof Error ? `${kept}\n  caused by ${error.cause.name}: ${error.cause.message}` : kept
}
