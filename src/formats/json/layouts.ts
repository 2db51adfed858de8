import { type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'
import type { ColumnWriter } from './column-writer.ts'
import { type JsonKind, type Layout, learnLayout, sameLayout } from './layout.ts'
import * as kind from './scan.ts'
import { StringDictionary } from './string-dictionary.ts'

/** Shapes kept at once: topics with a few kinds of events have a few. */
const MAX_LAYOUTS = 4
/** Surprises between two lessons, at most. */
const MAX_PATIENCE = 4096
const UNUSED_DICTIONARY = new StringDictionary()

/** Whether the usual shape of a timestamp, of a date means what it says: no pattern is set. */
export interface UsualTimes {
  readonly timestamps: boolean
  readonly dates: boolean
}

/** The layouts learnt from one topic so far. */
export interface Layouts {
  /** Each known layout with the arrays of this read. */
  bind(rows: number): kind.BoundLayout[]
  /** Learns from a record that surprised and turned out good; not every time. True when there is a new layout. */
  learn(record: Uint8Array): boolean
}

/**
 * @param keys the schema's fields; null for one that no key fills
 * @param writers per field; null where the column is not wanted
 * @param times which usual texts may be read from bytes
 */
export function layoutsOf(
  schema: StructType,
  keys: readonly (string | null)[],
  writers: readonly (ColumnWriter | null)[],
  times: UsualTimes,
): Layouts {
  const types = fieldsOf(schema).map(field => field.type)
  const known: Layout[] = []
  let surprises = 0
  let patience = 1
  let oldest = 0

  const kindOf = (field: number, json: JsonKind): number =>
    field < 0 ? skipKind(json) : scanKind(types[field]!, writers[field] !== null, json, times)

  return {
    bind: rows => known.map(layout => bound(layout, writers, rows)),
    learn(record) {
      if (++surprises < patience) return false
      surprises = 0
      patience = Math.min(patience * 2, MAX_PATIENCE)
      const layout = learnLayout(record, keys, kindOf)
      if (layout === null || known.some(other => sameLayout(other, layout))) return false
      if (known.length < MAX_LAYOUTS) known.push(layout)
      else known[oldest++ % MAX_LAYOUTS] = layout
      return true
    },
  }
}

function skipKind(json: JsonKind): number {
  return json === 'string' ? kind.SKIP_STRING : json === 'number' ? kind.SKIP_NUMBER : kind.SKIP_BOOLEAN
}

/** A field that is not wanted is read as far as it takes to know whether its value is good. */
function scanKind(type: DataType, wanted: boolean, json: JsonKind, times: UsualTimes): number {
  switch (`${type.kind} ${json}`) {
    case 'string string':
      return wanted ? kind.DICTIONARY : kind.SKIP_STRING
    case 'double number':
      return wanted ? kind.DOUBLE : kind.SKIP_NUMBER
    case 'float number':
      return wanted ? kind.FLOAT : kind.SKIP_NUMBER
    case 'boolean boolean':
      return wanted ? kind.BOOLEAN : kind.SKIP_BOOLEAN
    case 'byte number':
      return kind.BYTE
    case 'short number':
      return kind.SHORT
    case 'integer number':
      return kind.INTEGER
    case 'long number':
      return kind.LONG
    case 'timestamp number':
      return kind.SECONDS
    case 'timestamp string':
      return times.timestamps ? kind.TIMESTAMP : -1
    case 'date string':
      return times.dates ? kind.DATE : -1
    default:
      return -1
  }
}

function bound(layout: Layout, writers: readonly (ColumnWriter | null)[], rows: number): kind.BoundLayout {
  const targets = layout.fields.map(field => writers[field] ?? null)
  let scratch: { doubles: Float64Array; ints: Int32Array; flags: Uint8Array } | null = null
  const beside = () => {
    scratch ??= { doubles: new Float64Array(rows), ints: new Int32Array(rows), flags: new Uint8Array(0) }
    return scratch
  }
  return {
    ...layout,
    kinds: layout.kinds.map((k, i) => (k === kind.DICTIONARY && targets[i]!.plain ? kind.PLAIN : k)),
    doubles: targets.map(writer => writer?.doubles ?? beside().doubles),
    ints: targets.map(writer => writer?.ints ?? beside().ints),
    ends: targets.map(writer => writer?.ends ?? beside().ints),
    flags: targets.map(writer => writer?.flags ?? beside().flags),
    dictionaries: targets.map(writer => writer?.dictionary ?? UNUSED_DICTIONARY),
    nulls: layout.absent.flatMap(field => writers[field]?.nulls() ?? []),
  }
}
