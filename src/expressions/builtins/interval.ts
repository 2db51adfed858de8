import { localToUtcKeeping, zoneOf } from '../../formats/time/zone.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Builtin, eachRow, wrongArguments } from './builtin.ts'

const DAY_US = 86_400_000_000

/**
 * `time + interval`: whole days move the clock of the session's time zone, the rest is exact.
 *
 * @see Spark `DateTimeUtils.timestampAddDayTime`
 */
const timestampAddInterval: Builtin = {
  name: 'timestamp_add_interval',
  mayFail: false,
  type(args) {
    if (args.length !== 2 || args[0]?.kind !== 'timestamp' || args[1]?.kind !== 'long')
      throw wrongArguments('timestamp_add_interval', 'a timestamp and microseconds', args)
    return { kind: 'timestamp' }
  },
  evaluate(args, { numRows, context }) {
    const exact = shifted(args)
    if (exact !== null) return exact
    const zone = zoneOf(context.timeZone)
    const values = eachRow(args, numRows, ([time, us]): Stored => {
      const days = Math.trunc(Number(us) / DAY_US)
      const rest = Number(us) - days * DAY_US
      if (days === 0 || zone.fixedMs !== null || typeof time === 'bigint') return plus(time as number | bigint, Number(us))
      const utcMs = Math.floor(Number(time) / 1000)
      const offsetMs = zone.offsetMs(utcMs)
      const localMs = utcMs + offsetMs + days * 86_400_000
      return plus(localToUtcKeeping(localMs, zone, offsetMs) * 1000 + (Number(time) - utcMs * 1000), rest)
    })
    return vectorOf({ kind: 'timestamp' }, values)
  },
}

function plus(time: number | bigint, us: number): number | bigint {
  const sum = BigInt(time) + BigInt(us)
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum
}

/** The fast way, for less than a day; `null` where it is not open. */
function shifted([time, interval]: readonly ColumnVector[]): ColumnVector | null {
  if (time?.layout !== 'int64' || interval?.layout !== 'int64') return null
  const [us] = interval.values
  if (!(time.values instanceof Float64Array) || typeof us !== 'number' || Math.abs(us) >= DAY_US) return null
  const values = new Float64Array(time.length)
  for (let row = 0; row < time.length; row++) values[row] = time.values[row]! + us
  return { layout: 'int64', type: { kind: 'timestamp' }, length: time.length, validity: time.validity, values }
}

export const INTERVAL_BUILTINS: readonly Builtin[] = [timestampAddInterval]
