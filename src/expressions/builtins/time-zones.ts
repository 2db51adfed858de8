import { findZone, type Zone } from '../../formats/time/zone.ts'
import type { Stored } from '../../schema/column-builder.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { longOverflow } from '../arithmetic-error.ts'
import type { Builtin } from './builtin.ts'
import { textOfRow } from './time-dates.ts'
import { isTime, localMoment, microsAt, momentOf, TIMESTAMP, timeFunction } from './time-rows.ts'

const UTC: Zone = { fixedMs: 0, offsetMs: () => 0 }

/** @throws INVALID_OPTION with Spark's condition INVALID_TIMEZONE */
export function zoneNamed(name: string): Zone {
  const zone = findZone(name)
  if (zone !== null) return zone
  throw new SluiceError(
    'INVALID_OPTION',
    `[INVALID_TIMEZONE] The timezone: ${terminalText(name.slice(0, 50))} is invalid. Give a region as "Europe/Berlin", or an offset as "+02:00". SQLSTATE: 22009`,
  )
}

/** A moment whose clocks in `from` show what they show in `to` at the given one. */
function converted(name: string, zones: (named: Zone) => readonly [from: Zone, to: Zone]): Builtin {
  return timeFunction({
    name,
    takes: 'a timestamp and the name of a time zone',
    fits: args => args.length === 2 && isTime(args[0]!) && args[1]!.kind === 'string',
    result: TIMESTAMP,
    mayFail: true,
    apply: ([time, zoneName], row, session): Stored => {
      const [from, to] = zones(zoneNamed(textOfRow(zoneName!, row)))
      const moment = momentOf(localMoment(microsAt(time!, row, session), to), from)
      if (moment === null) throw longOverflow()
      return moment
    },
  })
}

/** @see Spark `FromUTCTimestamp`, `ToUTCTimestamp` */
export const ZONE_BUILTINS: readonly Builtin[] = [
  converted('from_utc_timestamp', zone => [UTC, zone]),
  converted('to_utc_timestamp', zone => [zone, UTC]),
]
