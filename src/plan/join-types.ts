import type { BooleanColumn, Columns } from '../expressions/column.ts'

/**
 * Which rows a join gives. Spark's other spellings (`outer`, `left_outer`, `leftsemi` …) have one each here.
 *
 * - `inner`: pairs
 * - `cross`: pairs, without a condition every one
 * - `left`, `right`, `full`: pairs, and the rows of that side (of both) without a partner, with nulls
 * - `leftSemi`, `leftAnti`: rows of the left side with (without) a partner, once each
 */
export type JoinHow = 'inner' | 'cross' | 'left' | 'right' | 'full' | 'leftSemi' | 'leftAnti'

/** Kinds that give the columns of both sides. */
export type PairingHow = 'inner' | 'cross' | 'left' | 'right' | 'full'
/** Kinds that give the columns of the left side alone. */
export type ExistenceHow = 'leftSemi' | 'leftAnti'

/** When two rows belong together. */
export type JoinOn<L extends Columns, R extends Columns> = (left: L, right: R) => BooleanColumn

type Flat<T> = { [K in keyof T]: T[K] } & {}

/** Columns with these names first, once, then those of the left and of the right side. */
export type UsingColumns<L extends Columns, R extends Columns, K extends keyof L & keyof R> = Flat<
  Pick<L, K> & Omit<L, K> & Omit<R, K>
>

/** The columns of both sides. A name that stands on both has to be changed first: see `join`. */
export type BothColumns<L extends Columns, R extends Columns> = Flat<L & R>
