import type { Columns } from '../../../src/expressions/column.ts'
import type { OutputMode } from '../../../src/plan/sink.ts'
import type { Stream } from '../../../src/plan/stream.ts'
import { type DataType, type Fields, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Seeded, seeded } from '../../support/seeded.ts'
import { type CaseRecord, raw, type StreamingCase } from '../case.ts'
import { type Aggregate, aggregatesFor } from './aggregates.ts'
import { partsOf, printed, type Tree, typeOfTree } from './expression.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { builtQuery, type Grouping, printedQuery, type Verb } from './query.ts'
import { randomTrees } from './random-table.ts'
import { COLUMN_TYPES, randomJson } from './values.ts'

/** All that makes a random streaming case: what is shrunk. */
export interface RandomQuery {
  readonly seed: number
  readonly fields: Fields
  readonly verbs: readonly Verb[]
  readonly outputMode: OutputMode
  readonly limit: number | null
  readonly trigger: 'steps' | 'availableNow'
  readonly steps: readonly (readonly CaseRecord[])[]
}

/** Expressions that fail for no row: a failure would end the query at a batch of its own. */
const TOTAL: readonly Operation[] = OPERATIONS.filter(({ print, args }) => {
  const text = print(...args.map((_, i) => `$${i}`))
  return !/ [-+*/%] |\.cast\(|pmod|abs|round|ceil|floor|repeat|date_add|add_months|trunc|date_format|regexp_extract|element_at|slice/.test(
    text,
  )
})

/**
 * Conditions of which Spark sees before it reads that they hold for no row: it then plans no reading and no state, and
 * observes no event time (session-windows.ts has the case). They compare a column with itself, or constants; where a column
 * equals a constant, Spark puts that into all other conditions.
 */
const mayBeFolded = (tree: Tree): boolean =>
  [tree, ...partsOf(tree)].some(part => {
    if (part.kind !== 'operation') return false
    const [left, right] = part.args.map(printed)
    const constants = part.args.filter(arg => arg.kind !== 'parameter' && !readsColumn(arg)).length
    if (left !== undefined && left === right) return true
    return constants > 1 || (constants === 1 && /==|eqNullSafe/.test(part.operation.print('', '')))
  })

const readsColumn = (tree: Tree): boolean => [tree, ...partsOf(tree)].some(({ kind }) => kind === 'column')

const BASE_S = 1_000_000_000

export function randomQuery(seed: number): RandomQuery {
  const random = seeded(seed)
  // c1 is what streams are joined by: few values.
  const fields: Fields = Object.fromEntries(COLUMN_TYPES.map((type, i) => [`c${i}`, type]))
  const sources = random.next() < 0.25 ? 2 : 1
  const verbs = randomVerbs(random, { ...fields, ts: timestamp() }, sources === 2)
  const partitions = random.int(1, 3)
  const names = sources === 2 ? ['t', 'u'] : ['t']
  let now = BASE_S
  const steps = Array.from({ length: random.int(1, 3) }, () => {
    const records = Array.from({ length: random.int(1, 14) }, () => {
      now += random.int(0, 6)
      return randomRecord(random, fields, now, random.int(0, partitions - 1), random.pick(names))
    })
    now += random.pick([0, 5, 30])
    return records
  })
  return {
    seed,
    fields,
    verbs,
    outputMode: outputModeFor(random, verbs),
    limit: random.next() < 0.5 ? random.int(2, 8) : null,
    trigger: random.pick(['steps', 'availableNow']),
    steps,
  }
}

function outputModeFor(random: Seeded, verbs: readonly Verb[]): OutputMode {
  if (random.next() < 0.1) return random.pick(['append', 'update', 'complete'])
  const aggregates = verbs.filter(verb => verb.kind === 'aggregate')
  if (aggregates.length === 0) return 'append'
  const canAppend =
    verbs.some(verb => verb.kind === 'watermark') &&
    aggregates.every(({ grouping }) => grouping.window !== null || grouping.session !== null)
  if (aggregates.some(({ grouping }) => grouping.session !== null)) return canAppend ? 'append' : 'complete'
  return random.pick(canAppend ? ['append', 'append', 'update', 'complete'] : ['update', 'complete'])
}

function randomVerbs(random: Seeded, fields: Fields, isDouble: boolean): Verb[] {
  const verbs: Verb[] = []
  const watermark: Verb = {
    kind: 'watermark',
    column: 'ts',
    delay: random.pick(['0 seconds', '5 seconds', '10 seconds', '1 minute']),
  }
  const filter = (of: Fields): Verb[] => {
    const trees = randomTrees(random, of, 12, TOTAL).filter(tree => typeOfTree(tree).kind === 'boolean' && !mayBeFolded(tree))
    return trees.length === 0 || random.next() < 0.5 ? [] : [{ kind: 'filter', condition: random.pick(trees) }]
  }
  const watermarked = random.next() < 0.8
  if (random.next() < 0.3) verbs.push(...filter(fields))
  if (watermarked) verbs.push(watermark)
  if (isDouble) {
    const right: Verb[] = watermarked ? [{ ...watermark, delay: random.pick(['5 seconds', '20 seconds']) }] : []
    if (random.next() < 0.4) verbs.push({ kind: 'union', right: [...filter(fields), ...right] })
    else {
      const how = random.pick(['inner', 'inner', 'left', 'right', 'full', 'leftSemi'] as const)
      verbs.push({
        kind: 'join',
        how,
        right: [...filter(fields), ...right],
        seconds: random.next() < 0.7 ? random.pick([5, 15]) : null,
      })
      return verbs
    }
  }
  verbs.push(...filter(fields))
  const kind = random.pick(['aggregate', 'aggregate', 'aggregate', 'deduplicate', 'project', 'limit'] as const)
  if (kind === 'aggregate') verbs.push(randomAggregate(random, fields))
  else if (kind === 'deduplicate') verbs.push(...randomDeduplicate(random, fields))
  else if (kind === 'project') verbs.push(randomProject(random, fields))
  // Below a limit Spark sees the event times of the rows it took alone.
  else return [...verbs.filter(verb => verb.kind === 'filter'), { kind: 'limit', count: random.int(1, 12) }]
  return verbs
}

function randomProject(random: Seeded, fields: Fields): Verb {
  const trees = randomTrees(random, fields, 6, TOTAL)
  return { kind: 'project', columns: trees.map((tree, i) => [`p${i}`, tree]) }
}

function randomDeduplicate(random: Seeded, fields: Fields): Verb[] {
  const keys = Object.keys(fields).filter(() => random.next() < 0.25)
  const verbs: Verb[] = [{ kind: 'deduplicate', keys, within: random.next() < 0.4 }]
  return random.next() < 0.2 ? [...verbs, randomAggregate(random, fields)] : verbs
}

function randomAggregate(random: Seeded, fields: Fields): Verb {
  const keys = ['c0', 'c1', 'c5'].filter(() => random.next() < 0.35)
  const grouping: Grouping = { keys, window: null, session: null }
  const chance = random.next()
  const windows = [['10 seconds'], ['5 seconds'], ['20 seconds', '10 seconds'], ['12 seconds', '5 seconds'], ['1 minute']]
  const placed: Grouping =
    chance < 0.6
      ? { ...grouping, window: { column: 'ts', durations: random.pick(windows) } }
      : chance < 0.75 && keys.length > 0
        ? { ...grouping, session: { column: 'ts', gap: random.pick(['3 seconds', '10 seconds']) } }
        : grouping
  const columns = Object.entries(fields)
  const aggregates: Aggregate[] = [{ name: 'n', aggregate: 'count', input: null }]
  for (let i = random.int(0, 4); i > 0; i--) {
    const [name, type] = random.pick(columns) as [string, DataType]
    const names = aggregatesFor(type.kind)
    if (names.length === 0) continue
    const input: Tree = { kind: 'column', name, type }
    aggregates.push({ name: `a${i}`, aggregate: random.pick(names), input })
  }
  return { kind: 'aggregate', grouping: placed, aggregates }
}

function randomRecord(random: Seeded, fields: Fields, nowS: number, partition: number, source: string): CaseRecord {
  const late = random.next() < 0.2 ? random.int(0, 60) : random.int(0, 3)
  const options = { at: nowS - late + random.pick([0, 0.25, 0.999]), partition, source }
  if (random.next() < 0.04) return raw(random.pick(['not JSON', '{"c1": 1, "c5": "cut', '', 'null', '[]']), options)
  if (random.next() < 0.02) return raw(null, options)
  const texts = Object.entries(fields).map(([name, type]) => `"${name}": ${fieldText(random, name, type)}`)
  return raw(`{${texts.join(', ')}}`, options)
}

/** Keys have few values. */
function fieldText(random: Seeded, name: string, type: DataType): string {
  if (name === 'c1') return random.pick(['1', '2', '3', 'null'])
  if (name === 'c5' && random.next() < 0.7) return random.pick(['"a"', '"b"', 'null', '""'])
  return randomJson(random, type)
}

/** The case that the harness runs. */
export function caseOf(query: RandomQuery): StreamingCase {
  const isDouble = query.verbs.some(({ kind }) => kind === 'join' || kind === 'union')
  const schema = struct(query.fields)
  const names = isDouble ? ['t', 'u'] : ['t']
  const options = query.limit === null ? {} : { maxOffsetsPerTrigger: query.limit }
  return {
    kind: 'streaming',
    name: `seed ${query.seed}`,
    schemas: Object.fromEntries(names.map(name => [name, schema])),
    sourceOptions: Object.fromEntries(names.map(name => [name, options])),
    options,
    partitions: 3,
    steps: query.steps.map(step => step.map(record => (isDouble ? record : { ...record, source: 't' }))),
    outputMode: query.outputMode,
    trigger: query.trigger,
    pyspark: printedQuery(query.verbs),
    sluice: ({ streams }) => builtQuery(query.verbs, streams as Readonly<Record<string, Stream<Columns>>>),
  }
}
