import { type Column, columnOf, expressionOf } from '../../../src/expressions/column.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import type { DataType } from '../../../src/schema/data-type.ts'
import type { Operation } from './operation.ts'

/** An expression that can be printed for PySpark and built in sluice: the one tree both come from. */
export type Tree =
  | { readonly kind: 'column'; readonly name: string; readonly type: DataType }
  | { readonly kind: 'literal'; readonly value: Constant }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly args: readonly (Tree | Parameter)[] }

/** A constant that is part of an operation: a pattern, a number of digits. */
export interface Parameter {
  readonly kind: 'parameter'
  readonly value: Constant
}
export type Constant = string | number | boolean

/** For PySpark, over the frame `t`. */
export function printed(tree: Tree | Parameter): string {
  switch (tree.kind) {
    case 'column':
      return `t.${tree.name}`
    case 'literal':
      return `F.lit(${pythonOf(tree.value)})`
    case 'parameter':
      return pythonOf(tree.value)
    case 'operation':
      return tree.operation.print(...tree.args.map(printed))
  }
}

/** In sluice, over the columns of the same names. */
export function built(tree: Tree): Column {
  switch (tree.kind) {
    case 'column':
      return columnOf({ node: { kind: 'column', name: tree.name }, type: tree.type })
    case 'literal':
      return lit(tree.value)
    case 'operation':
      return tree.operation.build(...tree.args.map(arg => (arg.kind === 'parameter' ? arg.value : built(arg))))
  }
}

export const typeOfTree = (tree: Tree): DataType => expressionOf(built(tree)).type

export function sizeOf(tree: Tree | Parameter): number {
  return tree.kind === 'operation' ? 1 + tree.args.reduce((sum, arg) => sum + sizeOf(arg), 0) : 1
}

/** All expressions within one, itself not among them. */
export function partsOf(tree: Tree): Tree[] {
  if (tree.kind !== 'operation') return []
  const args = tree.args.filter(arg => arg.kind !== 'parameter')
  return args.flatMap(arg => [arg, ...partsOf(arg)])
}

/** JSON's strings, true and numbers are Python's but for the words. */
function pythonOf(value: Constant): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return JSON.stringify(value)
}
