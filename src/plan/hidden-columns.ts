import type { Node } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import { printNode } from '../expressions/print-node.ts'
import type { NamedNode } from './plan.ts'

/** Columns that a plan makes for itself: one for each expression, printed as its name, never one of the names taken. */
export class HiddenColumns {
  readonly #taken: Set<string>
  readonly #columns = new Map<string, NamedNode>()

  /** @param taken names the query itself has given or can see */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  /** The column of an expression; the same for the same expression. */
  nameOf(node: Node): string {
    const key = nodeKey(node)
    const known = this.#columns.get(key)
    if (known !== undefined) return known.name
    const text = printNode(node)
    let name = text
    for (let number = 2; this.#taken.has(name); number++) name = `${text} #${number}`
    this.#taken.add(name)
    this.#columns.set(key, { name, node })
    return name
  }

  /** In the order in which they were asked for. */
  get columns(): readonly NamedNode[] {
    return [...this.#columns.values()]
  }
}
