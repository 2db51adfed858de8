import { SluiceError } from '../../util/error.ts'
import { daysOf } from './civil.ts'
import { isRegionName, mayBeRegion } from './region-name.ts'

/** A time zone: how far its clocks are ahead of UTC. */
export interface Zone {
  /** The offset in milliseconds where it never changes, else null. */
  readonly fixedMs: number | null
  /** The offset in milliseconds at a moment (milliseconds since 1970-01-01T00:00:00Z). */
  offsetMs(utcMs: number): number
}

const SHORT_IDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ACT: 'Australia/Darwin',
    AET: 'Australia/Sydney',
    AGT: 'America/Argentina/Buenos_Aires',
    ART: 'Africa/Cairo',
    AST: 'America/Anchorage',
    BET: 'America/Sao_Paulo',
    BST: 'Asia/Dhaka',
    CAT: 'Africa/Harare',
    CNT: 'America/St_Johns',
    CST: 'America/Chicago',
    CTT: 'Asia/Shanghai',
    EAT: 'Africa/Addis_Ababa',
    ECT: 'Europe/Paris',
    IET: 'America/Indiana/Indianapolis',
    IST: 'Asia/Kolkata',
    JST: 'Asia/Tokyo',
    MIT: 'Pacific/Apia',
    NET: 'Asia/Yerevan',
    NST: 'Pacific/Auckland',
    PLT: 'Asia/Karachi',
    PNT: 'America/Phoenix',
    PRT: 'America/Puerto_Rico',
    PST: 'America/Los_Angeles',
    SST: 'Pacific/Guadalcanal',
    VST: 'Asia/Ho_Chi_Minh',
    EST: '-05:00',
    MST: '-07:00',
    HST: '-10:00',
  }),
)
const OFFSET = /^([+-])(\d{1,2})$|^([+-])(\d\d):?(\d\d)$|^([+-])(\d\d):(\d\d):(\d\d)$|^([+-])(\d\d)(\d\d)(\d\d)$/
/** A little less than the moments that a JavaScript Date reaches. */
const MAX_DATE_MS = 8.63e15
const CYCLE_MS = 146_097 * 86_400_000
const QUARTER_MS = 900_000
const MAX_QUARTERS = 100_000
const MAX_CACHED = 1000
const zones = new Map<string, Zone | null>()

/**
 * The zone that Java's `ZoneId.of` and Spark's extensions to it (`+1:30`, `PST`) name so; null when there is none.
 *
 * @param anyCase `europe/moscow` is a name too: patterns read so
 */
export function findZone(id: string, anyCase = false): Zone | null {
  const key = anyCase ? `${id} any case` : id
  const known = zones.get(key)
  if (known !== undefined) return known
  const zone = makeZone(id.replace(/([+-])(\d):/, '$10$2:').replace(/([+-])(\d\d):(\d)$/, '$1$2:0$3'), anyCase)
  // Zone names come from messages too: what is cached has a bound.
  if (zones.size >= MAX_CACHED) zones.clear()
  zones.set(key, zone)
  return zone
}

/** @throws SluiceError INVALID_OPTION for a name that is no time zone */
export function zoneOf(id: string): Zone {
  const zone = findZone(id)
  if (zone === null) {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot use time zone "${id}": give a region as "Europe/Berlin", "UTC" or an offset as "+02:00".`,
      {
        timeZone: id,
      },
    )
  }
  return zone
}

/**
 * The moment (milliseconds UTC) at which the zone's clocks show `localMs`. A time that a change of the clocks skips
 * moves forward by the gap; of a time shown twice it is the first. As java.time does.
 */
export function localToUtc(localMs: number, zone: Zone): number {
  if (zone.fixedMs !== null) return localMs - zone.fixedMs
  const before = zone.offsetMs(localMs - 86_400_000)
  const after = zone.offsetMs(localMs + 86_400_000)
  if (before === after || zone.offsetMs(localMs - before) === before) return localMs - before
  return zone.offsetMs(localMs - after) === after ? localMs - after : localMs - before
}

/**
 * As `localToUtc`; of a time shown twice it is the one with the offset given, if there is one. So java.time moves a
 * moment by days.
 */
export function localToUtcKeeping(localMs: number, zone: Zone, offsetMs: number): number {
  const kept = localMs - offsetMs
  return zone.offsetMs(kept) === offsetMs ? kept : localToUtc(localMs, zone)
}

function makeZone(id: string, anyCase: boolean): Zone | null {
  const name = SHORT_IDS.get(id) ?? id
  if (name === 'Z' || name === 'UTC' || name === 'GMT' || name === 'UT') return fixed(0)
  const prefix = /^(?:UTC|GMT|UT)(?=[+-])/.exec(name)?.[0] ?? ''
  const match = OFFSET.exec(name.slice(prefix.length))
  if (match !== null) return fixedOffset(match)
  if (prefix !== '' || !mayBeRegion(name)) return null
  if (!anyCase && !isRegionName(name)) return null
  try {
    return region(name)
  } catch {
    return null
  }
}

function fixed(ms: number): Zone {
  return { fixedMs: ms, offsetMs: () => ms }
}

function fixedOffset(match: RegExpExecArray): Zone | null {
  const [sign, hours, minutes = '0', seconds = '0'] = match.slice(1).filter(part => part !== undefined)
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  if (Number(minutes) > 59 || Number(seconds) > 59 || ms > 64_800_000) return null
  return fixed(sign === '-' ? -ms : ms)
}

function region(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  // Clocks change at full quarters of an hour, but for old local mean times: where a quarter begins and ends alike, one
  // look-up answers for all of it.
  const cache = new Map<number, number>()
  const atQuarter = (quarter: number) => {
    let offset = cache.get(quarter)
    if (offset === undefined) {
      offset = wallMs(format, quarter * QUARTER_MS) - quarter * QUARTER_MS
      if (cache.size > MAX_QUARTERS) cache.clear()
      cache.set(quarter, offset)
    }
    return offset
  }
  return {
    fixedMs: null,
    offsetMs(utcMs) {
      const ms = withinDates(utcMs)
      const quarter = Math.floor(ms / QUARTER_MS)
      const offset = atQuarter(quarter)
      if (atQuarter(quarter + 1) === offset) return offset
      const second = Math.floor(ms / 1000) * 1000
      return wallMs(format, second) - second
    },
  }
}

/** The same moment of a year that a JavaScript Date reaches: the calendar repeats every 400 years. */
function withinDates(utcMs: number): number {
  if (Math.abs(utcMs) <= MAX_DATE_MS) return utcMs
  const cycles = Math.ceil((Math.abs(utcMs) - MAX_DATE_MS) / CYCLE_MS)
  return utcMs - Math.sign(utcMs) * cycles * CYCLE_MS
}

function wallMs(format: Intl.DateTimeFormat, utcMs: number): number {
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(utcMs)) part[type] = value
  const year = part.era?.startsWith('B') ? 1 - Number(part.year) : Number(part.year)
  const days = daysOf(year, Number(part.month), Number(part.day))
  return days * 86_400_000 + (Number(part.hour) * 3600 + Number(part.minute) * 60 + Number(part.second)) * 1000
}
