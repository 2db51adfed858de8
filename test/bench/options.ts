import { parseArgs } from 'node:util'
import { wholeNumber } from './bench-command.ts'
import { PEERS } from './peers.ts'
import { WORKS, type WorkName } from './results.ts'

export const HELP = `npm run bench [-- options]

Starts a Kafka of its own, fills topics, and lets sluice and its peers read them in turn, each in a new process; checks that
all answers are right; prints tables. Ends with code 1 where an answer is wrong or, when everything was measured, a must
is missed. Peers are installed into .sluice/bench when they are first used.

  --quick            under a minute: sluice and three peers on 1 M records, once
  --only NAME,NAME   only these works or peers:
                     ${Object.keys(WORKS).join(' ')}
                     ${PEERS.map(({ name }) => name).join(' ')}
  --repeat N         runs of each program (default 3)
  --records N        records of the big topics (default 5,000,000; the small one has a fifth); musts are then not judged
  --seed N           of the records (default 42)
  --json             print JSON instead of tables
  --out FILE         write the JSON to a file as well
  --cpu-prof DIR     CPU profiles of sluice's processes
`

export interface BenchOptions {
  readonly quick: boolean
  /** null for all. */
  readonly works: ReadonlySet<WorkName> | null
  readonly peers: ReadonlySet<string> | null
  readonly repeat: number
  /** Of the small topic. */
  readonly small: number
  /** Of the big topics; null for none. */
  readonly big: number | null
  readonly groups: number
  readonly batches: number
  readonly liveSeconds: number
  readonly seed: number
  readonly json: boolean
  readonly out: string | null
  readonly cpuProfile: string | null
  /** Whether everything is measured at the size that the musts speak of. */
  readonly isWhole: boolean
}

const BIG = 5_000_000
/** Of these the small topic holds a few batches of a thousand. */
const LEAST = 150_000
const QUICK_PEERS = ['sluice', 'consumer-performance', 'confluent-kafka', 'kafkajs']

/** @throws Error for what is no option; undefined when help is wanted */
export function benchOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      repeat: { type: 'string' },
      records: { type: 'string', default: String(BIG) },
      seed: { type: 'string', default: '42' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      'cpu-prof': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { quick } = values
  const records = wholeNumber('--records', values.records, LEAST)
  const only = onlyOf(values.only)
  const scale = Math.min(1, records / BIG)
  return {
    quick,
    works: only.works ?? (quick ? new Set(['backlog']) : null),
    peers: only.peers ?? (quick ? new Set(QUICK_PEERS) : null),
    repeat: wholeNumber('--repeat', values.repeat ?? (quick ? '1' : '3'), 1),
    small: Math.floor(records / 5),
    big: quick ? null : records,
    groups: Math.floor(records / 5),
    batches: Math.max(300, Math.floor(10_000 * scale)),
    liveSeconds: Math.max(10, Math.floor(60 * scale)),
    seed: wholeNumber('--seed', values.seed, 0),
    json: values.json,
    out: values.out ?? null,
    cpuProfile: values['cpu-prof'] ?? null,
    isWhole: !quick && values.only === undefined && records === BIG,
  }
}

function onlyOf(text: string | undefined): Pick<BenchOptions, 'works' | 'peers'> {
  if (text === undefined) return { works: null, peers: null }
  const names = text.split(',').map(name => name.trim())
  const works = names.filter((name): name is WorkName => name in WORKS)
  const peers = PEERS.map(({ name }) => name).filter(name => names.includes(name))
  const unknown = names.find(name => !(name in WORKS) && !peers.includes(name))
  if (unknown !== undefined)
    throw new Error(`Cannot measure only ${JSON.stringify(unknown)}: no work and no peer has that name. See --help.`)
  // sluice is what the others are measured against.
  return {
    works: works.length === 0 ? null : new Set(works),
    peers: peers.length === 0 ? null : new Set(['sluice', ...peers]),
  }
}
