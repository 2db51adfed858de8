import { builtinNamed } from './builtins/registry.ts'
import { type Node, walk } from './node.ts'

/** Whether evaluating the expression may end the batch with an error: ANSI casts, overflow, division by zero, FAILFAST. */
export function mayFail(node: Node): boolean {
  for (const part of walk(node)) {
    if (part.kind === 'arithmetic') return true
    if (part.kind === 'call' && builtinNamed(part.name).mayFail) return true
    if (part.kind === 'cast' && part.onError === 'fail' && part.to.kind !== 'string') return true
    if (part.kind === 'fromJson' && part.options.mode === 'FAILFAST') return true
  }
  return false
}
