import { localToUtcKeeping, zoneOf } from '../../formats/time/zone.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { commonType } from '../common-type.ts'
import { castVector } from '../evaluate-cast.ts'
import { requireSize } from './array-edit.ts'
import { arrayOfType, isAnyNull, isWhole } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

const DAY_US = 86_400_000_000n
const LONG = { kind: 'long' } as const

/**
 * Values from a first to a last one, both included, so far apart; without a step 1, or a day, towards the last one. The step of
 * times is in microseconds; its whole days follow the calendar.
 *
 * @see Spark `Sequence`
 */
export const sequence: Builtin = {
  name: 'sequence',
  mayFail: true,
  type(args) {
    const [start, stop, step] = args
    const type = commonType(args.slice(0, 2))
    const ofNumbers = isWhole(start) && isWhole(stop) && (step === undefined || isWhole(step))
    const ofTimes = (type?.kind === 'date' || type?.kind === 'timestamp') && (step === undefined || step.kind === 'long')
    if (args.length < 2 || type === null || !(ofNumbers || ofTimes)) throw refused(args)
    return arrayOfType(ofNumbers ? commonType(args)! : type)
  },
  evaluate(args, { type, numRows, context }) {
    const { element } = type as DataType & { kind: 'array' }
    const isTime = element.kind === 'date' || element.kind === 'timestamp'
    const inputs = args.map((arg, i) => castVector(arg, isTime && i === 2 ? LONG : element, 'fail', context))
    const at = (index: number, row: number) => BigInt(storedAt(inputs[index]!, row) as number | bigint)
    const rows = Array.from({ length: numRows }, (_, row): Stored => {
      if (isAnyNull(inputs, row)) return null
      const [start, stop] = [at(0, row), at(1, row)]
      const unit = element.kind === 'timestamp' ? DAY_US : 1n
      const given = inputs.length > 2 ? at(2, row) : start <= stop ? unit : -unit
      const step = element.kind === 'date' && inputs.length > 2 ? wholeDays(given) : given
      const length = lengthOf(start, stop, step)
      requireSize(length, 'count', 'sequence')
      if (element.kind === 'timestamp' && step !== 0n) return times(start, stop, step, context.timeZone)
      return Array.from({ length }, (_, i) => exact(start + BigInt(i) * step))
    })
    return vectorOf(type, rows)
  },
}

const refused = (args: readonly DataType[]): SluiceError => {
  const { message } = wrongArguments('sequence', 'two whole numbers, dates or timestamps, and a step', args)
  return new SluiceError('TYPE_MISMATCH', message.replace('UNEXPECTED_INPUT_TYPE', 'SEQUENCE_WRONG_INPUT_TYPES'))
}

const exact = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value)

function wholeDays(us: bigint): bigint {
  if (us % DAY_US === 0n) return us / DAY_US
  throw new SluiceError('INVALID_OPTION', 'Cannot make a sequence of dates with such a step: it must be whole days.')
}

function lengthOf(start: bigint, stop: bigint, step: bigint): number {
  const isLegal = step > 0n ? start <= stop : step < 0n ? start >= stop : start === stop
  if (isLegal) return step === 0n ? 1 : Number((stop - start) / step) + 1
  throw new SluiceError(
    'INVALID_OPTION',
    `Cannot make a sequence from ${start} to ${stop} by ${step}: illegal sequence boundaries. Give a step towards the end, not 0.`,
  )
}

/** @see Spark `InternalSequenceBase.eval` */
function times(start: bigint, stop: bigint, step: bigint, timeZone: string): Stored[] {
  const zone = zoneOf(timeZone)
  const days = step / DAY_US
  const rest = step % DAY_US
  const nth = (i: bigint): bigint => {
    const us = start + i * rest
    if (days === 0n || zone.fixedMs !== null) return us + i * days * DAY_US
    const utcMs = Math.floor(Number(start) / 1000)
    const offsetMs = zone.offsetMs(utcMs)
    const ms = localToUtcKeeping(utcMs + offsetMs + Number(i * days) * 86_400_000, zone, offsetMs)
    return BigInt(ms) * 1000n + (us - BigInt(utcMs) * 1000n)
  }
  const values: Stored[] = []
  for (let i = 0n; ; i++) {
    const time = nth(i)
    if (step > 0n ? time > stop : time < stop) return values
    values.push(exact(time))
  }
}
