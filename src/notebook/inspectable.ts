import type { InspectOptions } from 'node:util'
import { ALREADY_SHOWN } from './coalesce-stdout.ts'
import { type DisplayBundle, displayBundle, inNotebook } from './kernel.ts'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')
const JUPYTER_DISPLAY = Symbol.for('Jupyter.display')

/**
 * Lets the objects of a prototype show themselves as the last expression of a cell, and in `console.log`: the rich
 * output appears, and no text beside it. Inside another object, and outside notebooks, they are their text.
 * Kernels that know `Symbol.for('Jupyter.display')` (Deno's) get the bundle by that.
 *
 * @param prototype of the class; nothing else of it changes
 * @example inspectable(Batch.prototype, renderBatch)
 */
export function inspectable<T extends object>(prototype: T, bundleOf: (self: T) => DisplayBundle): void {
  const methods = {
    [INSPECT](this: T, depth: number | null, options: InspectOptions): string {
      const bundle = bundleOf(this)
      if (depth !== options.depth || !inNotebook()) return bundle['text/plain']
      displayBundle(bundle)
      return ALREADY_SHOWN
    },
    [JUPYTER_DISPLAY](this: T): DisplayBundle {
      return bundleOf(this)
    },
  }
  for (const symbol of [INSPECT, JUPYTER_DISPLAY] as const) {
    Object.defineProperty(prototype, symbol, {
      value: methods[symbol as keyof typeof methods],
      configurable: true,
      writable: true,
    })
  }
}
