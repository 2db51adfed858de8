import { evaluate } from '../expressions/evaluate.ts'
import { typeOf } from '../expressions/type-of.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { GroupFunction } from '../plan/plan-map-groups.ts'
import { storedOf } from '../plan/static-table-rows.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import type { Value } from '../schema/row.ts'
import { valueAt } from '../schema/value-at.ts'
import { eventEndsUs } from '../state/event-ends.ts'
import { KeyedState } from '../state/keyed-state.ts'
import { objectOf } from '../state/keyed-state-values.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { messageOf, SluiceError } from '../util/error.ts'
import { LateRows } from './late-rows.ts'
import { groupCall } from './map-groups-with-state-group.ts'
import { selectRows } from './rows.ts'
import type { StatefulOperator } from './stateful-operator.ts'

type Row = Record<string, Value>

interface MapGroupsState extends OperatorState {
  readonly groups: KeyedState
}

/** Rows of the result that go on together. */
const ROWS_OUT = 8192

/**
 * Calls a function for each group of a batch, then for each group that has timed out.
 *
 * @see Spark `FlatMapGroupsWithStateExec`
 */
export function mapGroupsWithState(step: PlanOf<'mapGroupsWithState'>): StatefulOperator {
  const { input, keys, timeout, schema, stateSchema } = step
  const update = step.update as unknown as GroupFunction<Row, Row, Row, Row>
  const marked = eventTimeColumns(input)
  const eventTime = Object.keys(input.schema.fields).findIndex(name => marked.has(name))
  const keyFields = keys.map(({ name, node }) => ({ name, type: typeOf(node, input.schema) }))
  const keySchema: StructType = { kind: 'struct', fields: Object.fromEntries(keyFields.map(({ name, type }) => [name, type])) }

  return {
    name: 'flatMapGroupsWithState',
    schema,
    settings: [`keys ${keys.map(({ name }) => name).join(', ')}`, step.outputMode, timeout].join('; '),
    newState(): MapGroupsState {
      const groups = new KeyedState(keyFields, stateSchema)
      const earliestEndUs = () => (timeout === 'eventTime' ? usOf(groups.earliestTimeoutMs()) : null)
      return { groups, tables: [groups], earliestEndUs }
    },
    begin(opened, context, out) {
      const { groups } = opened as MapGroupsState
      const late = new LateRows(context.lateWatermarkMs)
      const batchTimestampMs = Math.floor(context.batchTimestampUs / 1000)
      const waiting = new WaitingRows()
      const output = new OutputRows(schema, rows => out({ batch: rows, records: null }))
      const times = {
        timeout,
        batchTimestampMs,
        watermarkMs: eventTime < 0 ? null : context.watermarkMs,
        stored: (state: unknown) => storedRow(state, stateSchema, 'the state'),
        shown: (stored: readonly Stored[]) => objectOf(stateSchema, stored),
      }
      let [updated, removed] = [0, 0]

      function call(group: number, key: Row, rows: readonly Row[], hasTimedOut: boolean): void {
        const { state, outcome } = groupCall(groups.get(group), hasTimedOut, times)
        for (const row of resultOf(() => update(key, rows, state))) output.add(row)
        const after = outcome()
        if (after === 'keep') return
        if (after === 'remove') {
          groups.remove(group)
          removed++
        } else {
          groups.put(group, after)
          updated++
        }
      }

      /** Calls for these groups, in order. */
      function callAll(numbers: Int32Array, rowsOf: (group: number) => readonly Row[], hasTimedOut: boolean): void {
        const columns = groups.keysOf(numbers)
        for (const [i, group] of numbers.entries()) call(group, rowAt(keySchema, columns, i), rowsOf(group), hasTimedOut)
      }

      return {
        add(_, rows, isBad) {
          const { numRows, columns } = rows.batch
          const isLate = late.find(rows, timeout === 'eventTime' ? eventTime : -1)
          const onTime = Int32Array.from({ length: numRows }, (_row, row) => row).filter(row => isLate[row] === 0)
          const timely = selectRows(rows, onTime).batch
          const vectors = keys.map(({ node }) => evaluate(node, timely, context))
          waiting.add(timely, groups.numbersOf(vectors, timely.numRows))
          const isKept = isLate.map(flag => 1 - flag)
          const ends = eventTime < 0 ? new Float64Array(numRows) : eventEndsUs(columns[eventTime]!)
          return late.tally(rows, isLate, isKept, ends, isBad())
        },
        endPartition() {},
        endInput() {},
        finish() {
          callAll(waiting.groups(), group => waiting.rowsOf(group), false)
          const nowMs = timeout === 'eventTime' ? context.watermarkMs : batchTimestampMs
          if (timeout !== 'none') callAll(Int32Array.from(groups.timedOut(nowMs)), () => [], true)
          output.flush()
          return {
            numRowsTotal: groups.size,
            numRowsUpdated: updated,
            numRowsRemoved: removed,
            numRowsDroppedByWatermark: late.count,
          }
        },
        get lateGroups() {
          return late.groups
        },
      }
    },
    // No column of the result is bound to the watermark.
    outputWatermarkMs: () => null,
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs) => timeout === 'eventTime' && watermarkMs > lastWatermarkMs,
    // Spark runs batches without end here. One that calls no function changes nothing, so it is not run.
    wantsBatchAt: (opened, nowMs) => {
      const earliestMs = timeout === 'processingTime' ? (opened as MapGroupsState).groups.earliestTimeoutMs() : null
      return earliestMs !== null && earliestMs < nowMs
    },
  }
}

/** The rows of a batch until all have been read, by group. */
class WaitingRows {
  readonly #batches: ColumnBatch[] = []
  /** Per group in the order of their first rows: batch, row, batch, row … */
  readonly #places = new Map<number, number[]>()

  add(batch: ColumnBatch, groups: Int32Array): void {
    const number = this.#batches.push(batch) - 1
    for (let row = 0; row < batch.numRows; row++) {
      const places = this.#places.get(groups[row]!)
      if (places === undefined) this.#places.set(groups[row]!, [number, row])
      else places.push(number, row)
    }
  }

  groups(): Int32Array {
    return Int32Array.from(this.#places.keys())
  }

  /** As objects, in the order in which they were read. */
  rowsOf(group: number): readonly Row[] {
    const places = this.#places.get(group)!
    return Array.from({ length: places.length / 2 }, (_, i) => {
      const { schema, columns } = this.#batches[places[2 * i]!]!
      return rowAt(schema, columns, places[2 * i + 1]!)
    })
  }
}

/** The rows that the function returns, gathered to columns. */
class OutputRows {
  readonly #schema: StructType
  readonly #out: (rows: ColumnBatch) => void
  #rows: (readonly Stored[])[] = []

  constructor(schema: StructType, out: (rows: ColumnBatch) => void) {
    this.#schema = schema
    this.#out = out
  }

  add(row: unknown): void {
    this.#rows.push(storedRow(row, this.#schema, 'the result'))
    if (this.#rows.length >= ROWS_OUT) this.flush()
  }

  flush(): void {
    const rows = this.#rows
    if (rows.length === 0) return
    this.#rows = []
    const columns = fieldsOf(this.#schema).map(({ type }, i) =>
      vectorOf(
        type,
        rows.map(row => row[i]!),
      ),
    )
    this.#out({ schema: this.#schema, numRows: rows.length, columns })
  }
}

/** What the function returns, and what goes wrong in it. */
function* resultOf(work: () => Iterable<Row>): Iterable<Row> {
  try {
    const rows: unknown = work()
    if (typeof rows !== 'object' || rows === null || !(Symbol.iterator in rows)) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `The function of flatMapGroupsWithState returned ${rows instanceof Promise ? 'a promise: it cannot be async' : 'no list'}. Return a list of rows, [] for none.`,
      )
    }
    yield* rows as Iterable<Row>
  } catch (thrown) {
    if (thrown instanceof SluiceError) throw thrown
    throw new SluiceError(
      'USAGE',
      `[FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR] An error occurred in the user provided function in flatMapGroupsWithState. Reason: ${messageOf(thrown)}`,
      {},
      thrown,
    )
  }
}

function storedRow(row: unknown, schema: StructType, into: string): readonly Stored[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    const names = Object.keys(schema.fields).join(', ')
    throw new SluiceError(
      'TYPE_MISMATCH',
      `Cannot put ${row === null ? 'null' : typeof row} into ${into} of flatMapGroupsWithState: give an object with ${names}.`,
    )
  }
  const unknown = Object.keys(row).find(name => !Object.hasOwn(schema.fields, name))
  if (unknown !== undefined) {
    const names = Object.keys(schema.fields).join(', ')
    throw new SluiceError('COLUMN_NOT_FOUND', `Cannot put "${unknown}" into ${into}: its schema has ${names}.`, { unknown })
  }
  return fieldsOf(schema).map(({ name, type }) => owned(storedOf((row as Row)[name], type, name, into)))
}

/** Bytes that the caller may go on to change are copied. */
const owned = (stored: Stored): Stored => (stored instanceof Uint8Array ? Uint8Array.from(stored) : stored)

function rowAt(schema: StructType, columns: ColumnBatch['columns'], row: number): Row {
  return Object.fromEntries(Object.keys(schema.fields).map((name, i) => [name, valueAt(columns[i]!, row)]))
}

const usOf = (timeMs: number | null) => (timeMs === null ? null : timeMs * 1000)
