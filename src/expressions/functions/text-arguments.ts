import type { BinaryColumn, IntegerColumn, StringColumn } from '../column.ts'

/** A text: the same for all rows, or one of each row. */
export type Text = string | StringColumn
/** A whole number: the same for all rows, or one of each row. */
export type Int = number | IntegerColumn
/** Texts or bytes. */
export type TextOrBytes = StringColumn | BinaryColumn
