import { parseArgs } from 'node:util'
import { wholeNumber } from '../bench/bench-command.ts'
import { QUERIES } from './queries.ts'

export const HELP = `npm run bench:nexmark [-- options]

Starts a Kafka of its own, writes the events of Nexmark to a topic, and runs its queries, each in a new process. Compares
the rows of each with those that DuckDB finds in the same events; prints events per second and core beside the figures
that Flink publishes. Ends with code 1 where an answer is wrong or, from ${(1e6).toLocaleString('en-US')} events on, a figure of Flink is missed.

  --quick            under a minute: 100,000 events, once
  --only q5,q7       only these: ${QUERIES.map(({ name }) => name).join(' ')}
  --events N         default 1,000,000; they happen in 100 seconds, as the reference has 10,000 a second
  --batch N          records a batch (default a tenth of the events)
  --repeat N         runs of each query (default 3)
  --seed N           of the events (default 42)
  --json             print JSON instead of a table
  --out FILE         write the JSON to a file as well
  --cpu-prof DIR     CPU profiles of the queries
`

export interface NexmarkOptions {
  readonly events: number
  readonly eventsPerSecond: number
  /** Records a batch. */
  readonly batch: number
  readonly queries: readonly string[]
  readonly repeat: number
  readonly seed: number
  readonly json: boolean
  readonly out: string | null
  readonly cpuProfile: string | null
  /** Whether there are enough events to compare with Flink: of fewer the start of a process takes most of the time. */
  readonly isJudged: boolean
}

const EVENTS = 1_000_000
const QUICK_EVENTS = 100_000
/** Event time that the log spans, however many events it has: ten windows of the queries. */
const SPAN_S = 100
const BATCHES = 10

/** @throws Error for what is no option; undefined when help is wanted */
export function nexmarkOptions(args: readonly string[]): NexmarkOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      events: { type: 'string' },
      batch: { type: 'string' },
      repeat: { type: 'string' },
      seed: { type: 'string', default: '42' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      'cpu-prof': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const events = wholeNumber('--events', values.events ?? String(values.quick ? QUICK_EVENTS : EVENTS), 1000)
  return {
    events,
    eventsPerSecond: events / SPAN_S,
    batch: wholeNumber('--batch', values.batch ?? String(Math.ceil(events / BATCHES)), 100),
    queries: queriesOf(values.only),
    repeat: wholeNumber('--repeat', values.repeat ?? (values.quick ? '1' : '3'), 1),
    seed: wholeNumber('--seed', values.seed, 0),
    json: values.json,
    out: values.out ?? null,
    cpuProfile: values['cpu-prof'] ?? null,
    isJudged: events >= EVENTS,
  }
}

function queriesOf(only: string | undefined): readonly string[] {
  const all = QUERIES.map(({ name }) => name)
  const wanted = only?.split(',').map(name => name.trim()) ?? all
  const unknown = wanted.find(name => !all.includes(name))
  if (unknown !== undefined) throw new Error(`Cannot run only ${JSON.stringify(unknown)}: no query has that name. See --help.`)
  return all.filter(name => wanted.includes(name))
}
