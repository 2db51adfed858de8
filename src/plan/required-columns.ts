import { type Node, operandsOf } from '../expressions/node.ts'

/** Columns a step needs of its input: all of a column, or some fields of a struct. */
export class RequiredColumns {
  readonly #columns = new Map<string, Set<string> | 'all'>()

  /** Notes what an expression reads. */
  addNode(node: Node): this {
    if (node.kind === 'column') this.addColumn(node.name)
    else if (node.kind === 'field' && node.input.kind === 'column') this.addField(node.input.name, node.name)
    else for (const operand of operandsOf(node)) this.addNode(operand)
    return this
  }

  addColumn(name: string): this {
    this.#columns.set(name, 'all')
    return this
  }

  addField(column: string, field: string): this {
    const fields = this.#columns.get(column) ?? new Set<string>()
    if (fields !== 'all') this.#columns.set(column, fields.add(field))
    return this
  }

  has(name: string): boolean {
    return this.#columns.has(name)
  }

  /** The fields needed of a column: `null` for all of it. */
  fieldsOf(name: string): readonly string[] | null {
    const fields = this.#columns.get(name)
    return fields === 'all' ? null : [...(fields ?? [])]
  }

  names(): readonly string[] {
    return [...this.#columns.keys()]
  }

  /** Everything that is needed here, and what `add` notes besides. */
  with(add: (copy: RequiredColumns) => void): RequiredColumns {
    const copy = new RequiredColumns()
    for (const [name, fields] of this.#columns) copy.#columns.set(name, fields === 'all' ? fields : new Set(fields))
    add(copy)
    return copy
  }
}
