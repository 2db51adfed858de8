import { flushStdout, installStdoutCoalescing } from './coalesce-stdout.ts'
import { inspectableErrors } from './repair-errors.ts'
import { repairSends } from './repair-sends.ts'

/** One output in several forms, by MIME type; a viewer takes the richest that it knows. `text/plain` is always there. */
export type DisplayBundle = { readonly 'text/plain': string } & { readonly [mimeType: string]: unknown }

/** How tslab's kernel writes an output. */
export type WriteDisplayData = (
  content: { data: DisplayBundle; metadata: object; transient: { display_id?: string } },
  update: boolean,
) => void

/** What we use of the module `tslab/dist/jupyter.js`. */
export interface TslabJupyter {
  lastWriteDisplayData: WriteDisplayData | null
  readonly ZmqServer: { readonly prototype: object }
  readonly JupyterHandlerImpl: { readonly prototype: object }
}

export interface DisplayOptions {
  /** Names the output, so that a later call can replace it. */
  readonly displayId?: string
  /** Replaces the output of that `displayId` instead of adding one. */
  readonly update?: boolean
}

let jupyter: TslabJupyter | undefined

/**
 * The running tslab kernel's own module, found among the loaded ones: an `import` could bring a second copy, which is
 * connected to nothing.
 */
export function tslabJupyter(): TslabJupyter | undefined {
  if (jupyter === undefined) {
    const path = Object.keys(require.cache).find(file => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file))
    if (path !== undefined) jupyter = require.cache[path]?.exports as TslabJupyter
  }
  return jupyter
}

/** Whether this process is a notebook's kernel and a cell has run, so that outputs can be shown. */
export function inNotebook(): boolean {
  return typeof tslabJupyter()?.lastWriteDisplayData === 'function'
}

/**
 * Cures what loses outputs in an unmodified tslab kernel (bursts of messages); does nothing elsewhere or again.
 * `openWorkbook` calls it, and each display does.
 */
export function prepareKernel(): void {
  const kernel = tslabJupyter()
  if (kernel === undefined) return
  repairSends(kernel)
  installStdoutCoalescing()
  inspectableErrors()
}

/** Shows an output under the running cell. A plain Node process prints the text, and skips updates of an output. */
export function displayBundle(data: DisplayBundle, options: DisplayOptions = {}): void {
  if (!inNotebook()) {
    if (options.update !== true) process.stdout.write(`${data['text/plain']}\n`)
    return
  }
  prepareKernel()
  flushStdout()
  const transient = options.displayId === undefined ? {} : { display_id: options.displayId }
  tslabJupyter()!.lastWriteDisplayData!({ data, metadata: {}, transient }, options.update ?? false)
}
