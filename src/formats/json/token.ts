/** What stands at the cursor. */
export const FIELD_NAME = 1
export const START_OBJECT = 2
export const END_OBJECT = 3
export const START_ARRAY = 4
export const END_ARRAY = 5
export const STRING = 6
export const INTEGER = 7
export const FLOAT = 8
export const TRUE = 9
export const FALSE = 10
export const NULL = 11
/** No token: the end of the input. */
export const NONE = 0

export type Token = number
