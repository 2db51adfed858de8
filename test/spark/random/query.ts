import type { BooleanColumn, Column, Columns } from '../../../src/expressions/column.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { sessionWindow, window } from '../../../src/expressions/functions/window.ts'
import type { JoinHow } from '../../../src/plan/join-types.ts'
import type { Stream } from '../../../src/plan/stream.ts'
import { type Aggregate, builtAggregate, printedAggregate } from './aggregates.ts'
import { built, printed, type Tree } from './expression.ts'

/** A step of a query, printed for PySpark and built in sluice. */
export type Verb =
  | { readonly kind: 'watermark'; readonly column: string; readonly delay: string }
  | { readonly kind: 'filter'; readonly condition: Tree }
  | { readonly kind: 'project'; readonly columns: readonly (readonly [name: string, tree: Tree])[] }
  | { readonly kind: 'aggregate'; readonly grouping: Grouping; readonly aggregates: readonly Aggregate[] }
  | { readonly kind: 'deduplicate'; readonly keys: readonly string[]; readonly within: boolean }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'join'; readonly how: JoinHow; readonly right: readonly Verb[]; readonly seconds: number | null }
  | { readonly kind: 'union'; readonly right: readonly Verb[] }

export interface Grouping {
  readonly keys: readonly string[]
  readonly window: { readonly column: string; readonly durations: readonly string[] } | null
  readonly session: { readonly column: string; readonly gap: string } | null
}

const quoted = (names: readonly string[]) => names.map(name => `'${name}'`).join(', ')
const SPARK_HOW: Readonly<Record<string, string>> = {
  left: 'left',
  right: 'right',
  full: 'full',
  leftSemi: 'left_semi',
  inner: 'inner',
}
const JOIN_KEY = ['c1', 'd_c1'] as const
const TIMES = ['ts', 'd_ts'] as const

/** A program that leaves `result`. */
export function printedQuery(verbs: readonly Verb[]): string {
  return ["t = streams['t']", ...verbs.flatMap(verb => printedVerb(verb, 't')), 'result = t'].join('\n')
}

function printedVerb(verb: Verb, t: string): string[] {
  switch (verb.kind) {
    case 'watermark':
      return [`${t} = ${t}.withWatermark('${verb.column}', '${verb.delay}')`]
    case 'filter':
      return [`${t} = ${t}.filter(${printed(verb.condition)})`]
    case 'project':
      return [`${t} = ${t}.select(${verb.columns.map(([name, tree]) => `(${printed(tree)}).alias('${name}')`).join(', ')})`]
    case 'aggregate': {
      const keys = [...printedWindow(verb.grouping), ...verb.grouping.keys.map(key => `'${key}'`)]
      return [`${t} = ${t}.groupBy(${keys.join(', ')}).agg(${verb.aggregates.map(printedAggregate).join(', ')})`]
    }
    case 'deduplicate': {
      const name = verb.within ? 'dropDuplicatesWithinWatermark' : 'dropDuplicates'
      return [`${t} = ${t}.${name}(${verb.keys.length === 0 ? '' : `[${quoted(verb.keys)}]`})`]
    }
    case 'limit':
      return [`${t} = ${t}.limit(${verb.count})`]
    case 'union':
      return [`left, t = t, streams['u']`, ...verb.right.flatMap(part => printedVerb(part, 't')), 't = left.union(t)']
    case 'join': {
      const range = ` & (t.${TIMES[1]} >= left.${TIMES[0]} - F.expr("interval ${verb.seconds} seconds")) & (t.${TIMES[1]} <= left.${TIMES[0]} + F.expr("interval ${verb.seconds} seconds"))`
      const on = `(left.${JOIN_KEY[0]} == t.${JOIN_KEY[1]})${verb.seconds === null ? '' : range}`
      return [
        `left, t = t, streams['u']`,
        ...verb.right.flatMap(part => printedVerb(part, 't')),
        `t = t.select([F.col(name).alias('d_' + name) for name in t.columns])`,
        `t = left.join(t, ${on}, '${SPARK_HOW[verb.how]}')`,
      ]
    }
  }
}

function printedWindow({ window: given, session }: Grouping): string[] {
  if (given !== null) return [`F.window('${given.column}', ${quoted(given.durations)}).alias('w')`]
  return session === null ? [] : [`F.session_window('${session.column}', '${session.gap}').alias('w')`]
}

/** The same in sluice. */
export function builtQuery(verbs: readonly Verb[], streams: Readonly<Record<string, Stream<Columns>>>): Stream<Columns> {
  return verbs.reduce((stream, verb) => builtVerb(verb, stream, streams), streams.t!)
}

function builtVerb(verb: Verb, t: Stream<Columns>, streams: Readonly<Record<string, Stream<Columns>>>): Stream<Columns> {
  switch (verb.kind) {
    case 'watermark':
      return t.withWatermark(verb.column as never, verb.delay)
    case 'filter':
      return t.filter(() => built(verb.condition) as BooleanColumn)
    case 'project':
      return t.select(() => Object.fromEntries(verb.columns.map(([name, tree]) => [name, built(tree)])))
    case 'aggregate':
      return t
        .groupBy(r => ({
          ...builtWindow(verb.grouping, r),
          ...Object.fromEntries(verb.grouping.keys.map(key => [key, r[key]!])),
        }))
        .agg(() => Object.fromEntries(verb.aggregates.map(aggregate => [aggregate.name, builtAggregate(aggregate)])))
    case 'deduplicate':
      return verb.within ? t.dropDuplicatesWithinWatermark(...verb.keys) : t.dropDuplicates(...verb.keys)
    case 'limit':
      return t.limit(verb.count)
    case 'union':
      return t.union(verb.right.reduce((right, part) => builtVerb(part, right, streams), streams.u!))
    case 'join': {
      const right = verb.right.reduce((other, part) => builtVerb(part, other, streams), streams.u!)
      const names = Object.keys(right.schema.fields)
      const renamed = right.select(r => Object.fromEntries(names.map(name => [`d_${name}`, r[name]!])))
      return joined(t, renamed, verb.how, verb.seconds)
    }
  }
}

type Moment = Column & {
  geq(other: Column): BooleanColumn
  leq(other: Column): BooleanColumn
  plus(length: ReturnType<typeof interval>): Column
  minus(length: ReturnType<typeof interval>): Column
}

function joined(left: Stream<Columns>, right: Stream<Columns>, how: JoinHow, seconds: number | null): Stream<Columns> {
  const on = (l: Columns, r: Columns): BooleanColumn => {
    const equal = (l[JOIN_KEY[0]] as unknown as { eq(other: Column): BooleanColumn }).eq(r[JOIN_KEY[1]]!)
    if (seconds === null) return equal
    const [time, other] = [l[TIMES[0]] as Moment, r[TIMES[1]] as Moment]
    const length = interval(`${seconds} seconds`)
    return equal.and(other.geq(time.minus(length))).and(other.leq(time.plus(length)))
  }
  return left.join(right, on, how as 'inner') as Stream<Columns>
}

function builtWindow({ window: given, session }: Grouping, r: Columns): Columns {
  if (given !== null) {
    const [duration = '', slide] = given.durations
    return {
      w: slide === undefined ? window(r[given.column] as never, duration) : window(r[given.column] as never, duration, slide),
    }
  }
  return session === null ? {} : { w: sessionWindow(r[session.column] as never, session.gap) }
}
