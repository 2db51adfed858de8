import { type Node, operandsOf } from '../expressions/node.ts'

/** Which fields the steps of a plan read of each `fromJson`: some, or all where it is read as a whole. */
export class WantedFields {
  readonly #fields = new Map<Node, Set<string> | 'all'>()

  /** Notes what an expression reads. */
  addNode(node: Node): void {
    if (node.kind === 'fromJson') this.addFields(node, null)
    const parsed = node.kind === 'field' && node.input.kind === 'fromJson' ? node.input : null
    if (node.kind === 'field' && parsed !== null) this.addFields(parsed, [node.name])
    for (const operand of parsed === null ? operandsOf(node) : [parsed.input]) this.addNode(operand)
  }

  /** @param fields `null` for all */
  addFields(node: Node & { kind: 'fromJson' }, fields: readonly string[] | null): void {
    const known = this.#fields.get(node)
    if (fields === null || known === 'all') this.#fields.set(node, 'all')
    else this.#fields.set(node, new Set([...(known ?? []), ...fields]))
  }

  /** In the order of the schema; a `fromJson` that is not listed is read whole. */
  lists(): ReadonlyMap<Node, readonly string[]> {
    const lists = new Map<Node, readonly string[]>()
    for (const [node, fields] of this.#fields) {
      if (node.kind !== 'fromJson' || node.schema.kind !== 'struct' || fields === 'all') continue
      const names = Object.keys(node.schema.fields)
      lists.set(
        node,
        names.filter(name => fields.has(name)),
      )
    }
    return lists
  }
}
