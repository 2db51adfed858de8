import { formatPattern } from '../../formats/time/format-pattern.ts'
import type { TimePattern } from '../../formats/time/pattern.ts'
import { timePattern } from '../../formats/time/pattern.ts'
import { illegalPart, patternFailure } from '../../formats/time/pattern-failure.ts'
import { type Zone, zoneOf } from '../../formats/time/zone.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { isIntegral } from '../arithmetic-type.ts'
import { castVector } from '../evaluate-cast.ts'
import { MAX_LONG, MIN_LONG, storedLong } from '../integer-limits.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'
import { textOfRow } from './time-dates.ts'
import { DATE, isTime, LONG, localMoment, microsAt, secondsOf, TIMESTAMP, timeFunction } from './time-rows.ts'

const MAX_PATTERNS = 100
const patterns = new Map<string, TimePattern>()
const formats = new Map<string, (us: number | bigint) => string>()

/** Patterns may stand in messages: what is kept has a bound. */
function kept<V>(cache: Map<string, V>, key: string, make: () => V): V {
  let value = cache.get(key)
  if (value === undefined) {
    value = make()
    if (cache.size >= MAX_PATTERNS) cache.clear()
    cache.set(key, value)
  }
  return value
}

function patternOf(pattern: string): TimePattern {
  return kept(patterns, pattern, () => {
    const illegal = illegalPart(pattern, true)
    if (illegal !== null) throw patternFailure(pattern, illegal, true)
    try {
      return timePattern(pattern, 'the pattern')
    } catch (thrown) {
      if (thrown instanceof SluiceError) throw patternFailure(pattern, String(thrown.details.part ?? pattern), true)
      throw thrown
    }
  })
}

export const formatIn = (pattern: string, timeZone: string) =>
  kept(formats, `${timeZone} ${pattern}`, () => formatPattern(pattern, timeZone))

function cannotParse(text: string, instead: string): SluiceError {
  return new SluiceError(
    'CAST_INVALID_INPUT',
    `[CANNOT_PARSE_TIMESTAMP] Text '${terminalText(text.slice(0, 200))}' could not be parsed. Use \`${instead}\` to get null instead. SQLSTATE: 22007`,
  )
}

interface TextToTime {
  readonly name: string
  readonly result: DataType
  readonly onError: 'fail' | 'null'
  /** Named in the error. */
  readonly instead: string
  /** What stands in the result for a moment. */
  readonly value: (us: number | bigint, zone: Zone) => Stored
}

/** Texts read by a pattern; each text once where texts repeat. Without a pattern a cast. */
function textToTime({ name, result, onError, instead, value }: TextToTime): Builtin {
  return {
    name,
    mayFail: onError === 'fail',
    type(args) {
      const [input, pattern] = args
      const fits = args.length >= 1 && args.length <= 2 && (input!.kind === 'string' || isTime(input!))
      if (!fits || (pattern !== undefined && pattern.kind !== 'string'))
        throw wrongArguments(name, 'a text, timestamp or date, and a pattern', args)
      return result
    },
    evaluate([input, pattern], call) {
      const { context, numRows } = call
      if (pattern === undefined && result.kind !== 'long') return castVector(input!, result, onError, context)
      const zone = zoneOf(context.timeZone)
      if (input!.type.kind !== 'string') return ofTimes(input!, result, value, zone, call)
      const read = (row: number): Stored => {
        const text = textOfRow(input!, row)
        const us = patternOf(pattern === undefined ? DEFAULT_PATTERN : textOfRow(pattern, row)).timestamp(text, zone)
        if (us !== null) return value(us, zone)
        if (onError === 'fail') throw cannotParse(text, instead)
        return null
      }
      const stored: Stored[] = []
      for (let row = 0; row < numRows; row++)
        stored.push(isNullAt(input!, row) || (pattern !== undefined && isNullAt(pattern, row)) ? null : read(row))
      return vectorOf(result, stored)
    },
  }
}

const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss'

function ofTimes(
  input: ColumnVector,
  result: DataType,
  value: TextToTime['value'],
  zone: Zone,
  { context, numRows }: Call,
): ColumnVector {
  if (result.kind !== 'long') return castVector(input, result, 'fail', context)
  const stored = Array.from({ length: numRows }, (_, row) =>
    isNullAt(input, row) ? null : value(microsAt(input, row, zone), zone),
  )
  return vectorOf(result, stored)
}

const asTimestamp: TextToTime['value'] = us => us
const asDate: TextToTime['value'] = (us, zone) => localMoment(us, zone).days
/** Whole seconds, towards 1970: other than in a cast. */
const asSeconds: TextToTime['value'] = us => {
  const [seconds, micros] = secondsOf(us)
  return seconds < 0 && micros > 0 ? seconds + 1 : seconds
}

/** @see Spark `ParseToTimestamp`, `ParseToDate`, `UnixTimestamp`, `DateFormatClass`, `FromUnixTime` */
export const TIME_TEXT_BUILTINS: readonly Builtin[] = [
  textToTime({ name: 'to_timestamp', result: TIMESTAMP, onError: 'fail', instead: 'tryToTimestamp', value: asTimestamp }),
  textToTime({ name: 'try_to_timestamp', result: TIMESTAMP, onError: 'null', instead: '', value: asTimestamp }),
  textToTime({ name: 'to_date', result: DATE, onError: 'fail', instead: 'tryToDate', value: asDate }),
  textToTime({ name: 'try_to_date', result: DATE, onError: 'null', instead: '', value: asDate }),
  textToTime({ name: 'unix_timestamp', result: LONG, onError: 'fail', instead: 'tryToTimestamp', value: asSeconds }),
  timeFunction({
    name: 'date_format',
    takes: 'a timestamp or date, and a pattern',
    fits: args => args.length === 2 && isTime(args[0]!) && args[1]!.kind === 'string',
    result: { kind: 'string' },
    mayFail: true,
    apply: ([time, pattern], row, zone, { timeZone }) => formatIn(textOfRow(pattern!, row), timeZone)(microsAt(time!, row, zone)),
  }),
  timeFunction({
    name: 'from_unixtime',
    takes: 'seconds and a pattern',
    fits: args => args.length === 2 && isIntegral(args[0]!) && args[1]!.kind === 'string',
    result: { kind: 'string' },
    mayFail: true,
    apply: ([seconds, pattern], row, _, { timeZone }) => {
      const us = BigInt(storedAt(seconds!, row) as number | bigint) * 1_000_000n
      // 64 bits that wrap, as in Spark.
      const moment = us > MAX_LONG || us < MIN_LONG ? BigInt.asIntN(64, us) : us
      return formatIn(textOfRow(pattern!, row), timeZone)(storedLong(moment))
    },
  }),
]
