import { crc32c } from '../util/crc32c.ts'
import type { Node } from './node.ts'
import { printNode } from './print-node.ts'

/** A text that two expressions share only if they are the same. What `printNode` gives is for people: it leaves out much. */
export function nodeKey(node: Node): string {
  return JSON.stringify(node, (_, value: unknown) => {
    if (typeof value === 'bigint') return { bigint: String(value) }
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return { number: Object.is(value, -0) ? '-0' : String(value) }
    if (value instanceof Uint8Array) return { bytes: [...value] }
    return value
  })
}

/** An expression as a state file names it: readable, and another for expressions that only print alike. */
export function nodeLabel(node: Node): string {
  return `${printNode(node)} #${crc32c(Buffer.from(nodeKey(node)))
    .toString(16)
    .padStart(8, '0')}`
}
