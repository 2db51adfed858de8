import { castType } from '../../../src/expressions/cast-target.ts'
import type { Column } from '../../../src/expressions/column.ts'
import type { Constant } from './expression.ts'

/** What an argument may be: a kind of column, one of several kinds, or one of some constants. */
export type Argument = Kind | readonly Kind[] | { readonly of: readonly Constant[] }
export type Kind =
  | 'boolean'
  | 'byte'
  | 'short'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'decimal'
  | 'string'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'array'

/** Something that PySpark and sluice both have. */
export interface Operation {
  readonly args: readonly Argument[]
  print(...args: string[]): string
  build(...args: (Column | Constant)[]): Column
}

/** Functions of sluice ask for their own kinds of columns: the table says which they get. */
type Build = (...args: never[]) => Column
const loose = (build: Build) => build as unknown as Operation['build']

export const WHOLE: readonly Kind[] = ['integer', 'long']
export const NUMBER: readonly Kind[] = ['integer', 'long', 'double', 'decimal']

/** A function by its PySpark name. */
export const call = (name: string, build: Build, ...args: readonly Argument[]): Operation => ({
  args,
  print: (...texts) => `F.${name}(${texts.join(', ')})`,
  build: loose(build),
})

/** An operator between two columns. */
export const infix = (operator: string, build: Build, ...args: readonly Argument[]): Operation => ({
  args,
  print: (left = '', right = '') => `(${left} ${operator} ${right})`,
  build: loose(build),
})

/** A method of the first column. */
export const method = (name: string, build: Build, ...args: readonly Argument[]): Operation => ({
  args,
  print: (first, ...rest) => `${first}.${name}(${rest.join(', ')})`,
  build: loose(build),
})

/** Anything else: the printer is given. */
export const special = (print: Operation['print'], build: Build, ...args: readonly Argument[]): Operation => ({
  args,
  print,
  build: loose(build),
})

export const casts = (
  target: 'string' | 'int' | 'bigint' | 'double' | 'boolean' | 'date' | 'timestamp',
  ...from: Kind[]
): Operation[] =>
  from.flatMap(kind =>
    [
      method('cast', (value: Column) => value.cast(castType(target)), kind),
      method('try_cast', (value: Column) => value.tryCast(castType(target)), kind),
    ].map(operation => ({ ...operation, print: (value: string) => operation.print(value, `'${target}'`) })),
  )
