import type { PlanOf } from '../plan/plan.ts'
import type { GroupState } from '../plan/plan-map-groups.ts'
import { silencePromises } from '../plan/static-table-row.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { Value } from '../schema/row.ts'
import { groupText } from '../state/keyed-state-values.ts'
import { SluiceError } from '../util/error.ts'
import { userFunctionFailed } from '../util/user-function.ts'
import { storedRow } from './map-groups-with-state-rows.ts'

type Row = Record<string, Value>
type Step = PlanOf<'mapGroupsWithState'>

/**
 * Calls the function of the user for a group and gives the rows of its result as they are stored.
 *
 * @param keyOf makes the key anew with each call
 * @throws USER_FUNCTION_FAILED for what the function throws; TYPE_MISMATCH, COLUMN_NOT_FOUND for what it returns. Both name
 * the batch and the group
 */
export function* callFunction(
  { verb, update, schema }: Step,
  batchId: number,
  keyOf: () => Row,
  rows: readonly Row[],
  state: GroupState<Row>,
): Iterable<readonly Stored[]> {
  const call = update as unknown as (key: Row, rows: readonly Row[], state: GroupState<Row>) => unknown
  // Only errors need it, and the function may have changed the key that it was given.
  const groupOf = () => groupText(keyOf())
  const condition = 'FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR'
  const failed = (thrown: unknown) => userFunctionFailed({ condition, calledBy: verb, batchId, group: groupOf() }, thrown)
  const results = guarded(() => call(keyOf(), rows, state), failed)
  try {
    for (const row of verb === 'mapGroupsWithState' ? [oneRow(results)] : listed(results, failed))
      yield storedRow(row, schema, 'the result', verb)
  } catch (thrown) {
    if (!(thrown instanceof SluiceError) || thrown.code === 'USER_FUNCTION_FAILED') throw thrown
    if (Array.isArray(results)) silencePromises(results)
    const group = groupOf()
    const message = `${thrown.message} In batch ${batchId}, group ${group}.`
    throw new SluiceError(thrown.code, message, { ...thrown.details, batchId, group }, thrown)
  }
}

function oneRow(result: unknown): unknown {
  refusePromise(result, 'mapGroupsWithState')
  return result
}

/** A generator runs as it is read, so what it throws comes up here. */
function* listed(result: unknown, failed: (thrown: unknown) => SluiceError): Iterable<unknown> {
  const verb = 'flatMapGroupsWithState'
  refusePromise(result, verb)
  if (typeof result !== 'object' || result === null || !(Symbol.iterator in result)) {
    throw new SluiceError('TYPE_MISMATCH', `The function of ${verb} returned no list. Return a list of rows, [] for none.`)
  }
  const rows = guarded(() => (result as Iterable<unknown>)[Symbol.iterator](), failed)
  // As a loop has it: what has ended, or has thrown, is not asked to end.
  let isOpen = false
  try {
    for (;;) {
      isOpen = false
      const { done, value } = guarded(() => stepOf(rows.next()), failed)
      if (done) return
      isOpen = true
      yield value
    }
  } finally {
    if (isOpen) guarded(() => rows.return?.(), failed)
  }
}

const stepOf = ({ done, value }: IteratorResult<unknown>) => ({ done: done === true, value })

function refusePromise(result: unknown, verb: string): void {
  if (typeof result !== 'object' || result === null) return
  const isPromise = 'then' in result && typeof result.then === 'function'
  if (!isPromise && !(Symbol.asyncIterator in result)) return
  silencePromises([result])
  throw new SluiceError(
    'TYPE_MISMATCH',
    `The function of ${verb} returned ${isPromise ? 'a promise' : 'an async generator'}: it cannot be async.`,
  )
}

function guarded<T>(work: () => T, failed: (thrown: unknown) => SluiceError): T {
  try {
    return work()
  } catch (thrown) {
    throw failed(thrown)
  }
}
