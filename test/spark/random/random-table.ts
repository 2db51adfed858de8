import { type DataType, type Fields, struct } from '../../../src/schema/data-type.ts'
import { SluiceError } from '../../../src/util/error.ts'
import { type Seeded, seeded } from '../../support/seeded.ts'
import type { ExpressionTable } from '../case.ts'
import { built, type Parameter, printed, sizeOf, type Tree, typeOfTree } from './expression.ts'
import type { Argument, Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { COLUMN_TYPES, LIST_TYPES, randomJson } from './values.ts'

const ROWS = 8
const LARGEST = 12
const ZONES = ['UTC', 'UTC', 'America/Los_Angeles', 'Europe/Paris']

export interface RandomTable {
  readonly table: ExpressionTable
  readonly trees: readonly Tree[]
}

/** A random schema, random rows and so many random expressions over them. */
export function randomTable(seed: number, wanted: number): RandomTable {
  const random = seeded(seed)
  const lists = [random.pick(LIST_TYPES), random.pick(LIST_TYPES)]
  const types = [...COLUMN_TYPES, random.pick(COLUMN_TYPES), random.pick(COLUMN_TYPES), ...lists]
  const fields: Fields = Object.fromEntries(types.map((type, i) => [`c${i}`, type]))
  const rows = Array.from({ length: ROWS }, () => rowText(random, fields))
  const trees = randomTrees(random, fields, wanted)
  return { table: tableOf(`seed ${seed}`, fields, rows, trees, random.pick(ZONES)), trees }
}

export function tableOf(
  name: string,
  fields: Fields,
  rows: readonly string[],
  trees: readonly Tree[],
  zone: string,
): ExpressionTable {
  return {
    kind: 'expressions',
    name,
    schema: struct(fields),
    rows,
    conf: { 'spark.sql.session.timeZone': zone },
    expressions: trees.map(tree => ({ pyspark: printed(tree), sluice: () => built(tree) })),
  }
}

function rowText(random: Seeded, fields: Fields): string {
  return `{${Object.entries(fields)
    .map(([name, type]) => `"${name}": ${randomJson(random, type)}`)
    .join(', ')}}`
}

/** Grown from columns and constants: what was made is material for what comes. */
export function randomTrees(random: Seeded, fields: Fields, wanted: number, operations = OPERATIONS): Tree[] {
  const pool = new Map<string, Tree[]>()
  const add = (tree: Tree, type: DataType) => pool.set(type.kind, [...(pool.get(type.kind) ?? []), tree])
  for (const [name, type] of Object.entries(fields)) add({ kind: 'column', name, type }, type)
  for (const value of [0, 1, -3, 2.5, 'a', '', '12', true]) {
    const tree: Tree = { kind: 'literal', value }
    add(tree, typeOfTree(tree))
  }
  const trees = new Map<string, Tree>()
  for (let tries = 0; trees.size < wanted && tries < wanted * 50; tries++) {
    const made = grown(random, random.pick(operations), pool)
    if (made === null || sizeOf(made.tree) > LARGEST) continue
    add(made.tree, made.type)
    trees.set(printed(made.tree), made.tree)
  }
  return [...trees.values()]
}

function grown(
  random: Seeded,
  operation: Operation,
  pool: ReadonlyMap<string, readonly Tree[]>,
): { readonly tree: Tree; readonly type: DataType } | null {
  const args = operation.args.map(argument => argumentOf(random, argument, pool))
  if (args.includes(null)) return null
  const tree: Tree = { kind: 'operation', operation, args: args as (Tree | Parameter)[] }
  // An expression of constants alone is folded when it is planned: another rule, with cases of its own.
  if (!usesColumn(tree)) return null
  try {
    return { tree, type: typeOfTree(tree) }
  } catch (thrown) {
    if (thrown instanceof SluiceError) return null
    throw new Error(`${printed(tree)}: ${thrown}`)
  }
}

function argumentOf(random: Seeded, argument: Argument, pool: ReadonlyMap<string, readonly Tree[]>): Tree | Parameter | null {
  if (typeof argument === 'object' && 'of' in argument) return { kind: 'parameter', value: random.pick(argument.of) }
  const kind = typeof argument === 'string' ? argument : random.pick(argument)
  const found = pool.get(kind)
  return found === undefined ? null : random.pick(found)
}

const usesColumn = (tree: Tree | Parameter): boolean =>
  tree.kind === 'column' || (tree.kind === 'operation' && tree.args.some(usesColumn))
