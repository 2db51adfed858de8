import { mayBeRegion } from '../region-name.ts'
import { findZone } from '../zone.ts'
import { ZONE_NAMES } from './zone-names.ts'

const OFFSET = /^[+-][0-5]\d:[0-5]\d(?::[0-5]\d)?/
const WORD = /^[A-Za-z][A-Za-z0-9~/._+-]*/
/** Regions with names this short; Spark's other short names are none of Java's regions. */
const SHORT_REGION = /^(?:CET|EET|GB|MET|NZ|PRC|ROK|UCT|UTC|WET)$/i
const MAX_ZONE_LENGTH = 48

interface ZoneAt {
  readonly id: string
  readonly end: number
}

/**
 * The zone whose name begins at `at`, the longest there is.
 *
 * @param names which English names count beside regions and offsets
 * @see java.time.format.DateTimeFormatterBuilder.ZoneIdPrinterParser
 */
export function zoneAt(text: string, at: number, names: 'none' | 'short' | 'full'): ZoneAt | null {
  const rest = text.slice(at, at + MAX_ZONE_LENGTH)
  const offset = offsetAt(rest)
  if (offset !== '') return { id: offset, end: at + offset.length }
  if (/^GMT0/i.test(rest)) return { id: 'UTC', end: at + 4 }
  const prefix = /^(?:UTC|GMT|UT)/i.exec(rest)?.[0]
  if (prefix !== undefined) {
    const more = offsetAt(rest.slice(prefix.length))
    return { id: more === '' ? 'UTC' : more, end: at + prefix.length + more.length }
  }
  const lower = rest.toLowerCase()
  const named = names === 'none' ? undefined : ZONE_NAMES[names].find(([name]) => lower.startsWith(name))
  const region = names === 'none' ? regionAt(rest) : regionAt(rest).replace(/^Etc\/GMT[+-].*/i, '')
  if (named !== undefined && named[0].length >= region.length) return { id: named[1], end: at + named[0].length }
  if (region !== '') return { id: region, end: at + region.length }
  return lower.startsWith('z') ? { id: 'UTC', end: at + 1 } : null
}

function offsetAt(rest: string): string {
  return OFFSET.exec(rest)?.[0] ?? ''
}

function regionAt(rest: string): string {
  for (let word = WORD.exec(rest)?.[0] ?? ''; word.length > 1; word = word.slice(0, -1)) {
    if (mayBeRegion(word) && (word.length > 3 || SHORT_REGION.test(word)) && findZone(word, true) !== null) return word
  }
  return ''
}
