import { messageOf, SluiceError } from './error.ts'

/** Where a function that the user gave was called. */
export interface UserFunctionPlace {
  /** Spark's error condition. */
  readonly condition: string
  /** The operator or sink, as the message names it: `foreach batch sink`. */
  readonly calledBy: string
  readonly batchId: number
  /** The group that it was called for, as text. */
  readonly group?: string
}

/**
 * What becomes of an error in a function of the user: it ends the query under a code of its own, and stays whole, with its
 * stack, as `cause`.
 *
 * @see Spark `FlatMapGroupsWithStateUserFuncException`, `ForeachBatchUserFuncException`, `ForeachUserFuncException`
 */
export function userFunctionFailed({ condition, calledBy, batchId, group }: UserFunctionPlace, thrown: unknown): SluiceError {
  const where = `batch ${batchId}${group === undefined ? '' : `, group ${group}`}`
  return new SluiceError(
    'USER_FUNCTION_FAILED',
    `[${condition}] An error occurred in the user provided function in ${calledBy} (${where}). Reason: ${messageOf(thrown) || 'an error without a message'}`,
    { calledBy, batchId, ...(group === undefined ? {} : { group }) },
    thrown,
  )
}
