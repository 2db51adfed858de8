import { SluiceError } from '../../util/error.ts'
import { findZone } from '../time/zone.ts'
import type { JsonOptions } from './options.ts'

const TEXTS = ['columnNameOfCorruptRecord', 'timestampFormat', 'dateFormat'] as const
const SWITCHES = [
  'enableDateTimeParsingFallback',
  'allowComments',
  'allowUnquotedFieldNames',
  'allowSingleQuotes',
  'allowNumericLeadingZeros',
  'allowNonNumericNumbers',
  'allowBackslashEscapingAnyCharacter',
  'allowUnquotedControlChars',
] as const
const NAMES: readonly string[] = ['mode', 'timeZone', 'locale', ...TEXTS, ...SWITCHES]
/** Options of Spark's JSON files, of its schema inference and of `to_json`: `from_json` does not look at them. */
const WITHOUT_EFFECT = new Set(
  `multiLine lineSep encoding charset samplingRatio primitivesAsString prefersDecimal dropFieldIfAllNull inferTimestamp
  ignoreNullFields pretty sortKeys compression timestampNTZFormat timeFormat writeNonAsciiCharacterAsCodePoint useUnsafeRow`
    .toLowerCase()
    .split(/\s+/),
)

/**
 * The options as Spark takes them: names in any case, switches also as the texts `true` and `false`.
 *
 * @throws SluiceError INVALID_OPTION for an option that is not known and for a value that cannot be used
 */
export function checkOptions(given: Readonly<Record<string, unknown>>): JsonOptions {
  const options: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || WITHOUT_EFFECT.has(key.toLowerCase())) continue
    const name = NAMES.find(known => known.toLowerCase() === key.toLowerCase())
    if (name === undefined) throw refused(`there is no option "${key}". Options: ${NAMES.join(', ')}`, key)
    options[name] = checked(name, value)
  }
  return options
}

function checked(name: string, value: unknown): unknown {
  if ((SWITCHES as readonly string[]).includes(name)) {
    const word = String(value).toLowerCase()
    if (word !== 'true' && word !== 'false') throw refused(`${name} is true or false, not ${JSON.stringify(value)}`, name)
    return word === 'true'
  }
  if (typeof value !== 'string') throw refused(`${name} is a text, not ${JSON.stringify(value)}`, name)
  switch (name) {
    case 'mode':
      return modeOf(value)
    case 'timeZone':
      if (findZone(value) === null) {
        throw new SluiceError(
          'INVALID_OPTION',
          `[INVALID_TIMEZONE] The timezone: ${value} is invalid. Give a region as "America/Los_Angeles", "UTC" or an offset as "+01:00", from -18:00 to +18:00.`,
          { option: name, value },
        )
      }
      return value
    case 'locale':
      if (/^en([-_]us)?$/i.test(value)) return 'en-US'
      throw refused(`locale "${value}" is not known, there is en-US alone`, name)
    default:
      return value
  }
}

function modeOf(value: string): 'PERMISSIVE' | 'FAILFAST' {
  const mode = value.toUpperCase()
  if (mode === 'PERMISSIVE' || mode === 'FAILFAST') return mode
  if (mode === 'DROPMALFORMED') {
    throw new SluiceError(
      'INVALID_OPTION',
      "[PARSE_MODE_UNSUPPORTED] The function `from_json` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and FAILFAST.",
      { option: 'mode', value },
    )
  }
  throw refused(`mode "${value}" is not known. Modes: PERMISSIVE, FAILFAST`, 'mode')
}

function refused(why: string, option: string): SluiceError {
  return new SluiceError('INVALID_OPTION', `Cannot read JSON: ${why}.`, { option })
}
