import { type Command, InvalidArgumentError, Option } from 'commander'
import { brokersFromEnvironment } from '../../sources/kafka/client.ts'
import { kafkaSource } from '../../sources/kafka/kafka-source.ts'
import { type Offsets, offsetEntries, offsetsFromJson, offsetsOf } from '../../sources/offsets.ts'
import { SluiceError } from '../../util/error.ts'
import { boundedRead } from './bounded-read.ts'
import { lineOutput } from './line-output.ts'
import { argumentOf, brokersArgument, durationArgument, wholeNumber } from './parse-arguments.ts'
import { recordJsonLines, recordTextLines } from './record-lines.ts'

interface ReadFlags {
  readonly topic: string
  readonly max: number
  readonly from: From
  readonly partition?: number
  readonly timeout?: number
  readonly brokers?: readonly string[]
  readonly json?: boolean
}

/** Spark's `startingOffsets`, or an offset in each partition. */
type From = { readonly startingOffsets: string } | { readonly offset: number }

const LATEST_WAIT_MS = 10_000

/** Adds `sluice read`. */
export function register(program: Command): void {
  program
    .command('read')
    .description('print some records of a topic, and end')
    .requiredOption('--topic <name>', 'where from')
    .option('--max <n>', 'how many at most, or "all"', maxArgument, 10)
    .addOption(
      new Option('--from <where>', 'earliest, latest, an offset, or offsets as {"topic":{"0":5}}')
        .argParser(fromArgument)
        .default({ startingOffsets: 'earliest' }, 'earliest'),
    )
    .option('--partition <p>', 'this partition only', wholeNumber(0))
    .option(
      '--timeout <duration>',
      'wait this long for more records (default: end at the end; with latest 10s)',
      durationArgument,
    )
    .option('--brokers <host:port,…>', 'default: KAFKA_BROKERS, else 127.0.0.1:9092', brokersArgument)
    .option(
      '--json',
      'one JSON object a line: topic, partition, offset, timestampMs, key, value; bytes that are no text as base64',
    )
    .addHelpText('after', '\nExit code: 0 read, also when there was nothing; 1 failed; 2 wrong use; 130 ended by Ctrl-C.')
    .action(runRead)
}

async function runRead(flags: ReadFlags): Promise<void> {
  const { topic, max: maxRecords, from, json = false, brokers = brokersFromEnvironment() } = flags
  const startingOffsets = 'offset' in from ? 'earliest' : from.startingOffsets
  const waitMs = flags.timeout ?? (startingOffsets === 'latest' ? LATEST_WAIT_MS : 0)
  const output = lineOutput(process.stdout)
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.once('SIGINT', interrupt)
  const source = kafkaSource({ subscribe: [topic], startingOffsets, failOnDataLoss: false }, { brokers })
  const lines = json ? recordJsonLines : recordTextLines
  let printed = 0
  try {
    const startOffsets = startOf(await source.initialOffsets(), flags)
    const signal = AbortSignal.any([interrupted.signal, output.closed])
    for await (const { chunk, rows } of boundedRead(source, { startOffsets, maxRecords, waitMs, signal })) {
      for (const line of lines(chunk, rows)) output.write(line)
      printed += rows
      await output.flush()
    }
    await output.flush()
    if (!json && printed === 0) process.stderr.write('No records there.\n')
  } catch (thrown) {
    // Reading that was broken off reports so; that is what was asked for.
    if (!interrupted.signal.aborted && !output.closed.aborted) throw thrown
  } finally {
    process.off('SIGINT', interrupt)
    await source.close()
    if (interrupted.signal.aborted) process.exitCode = 130
  }
}

function startOf(initial: Offsets, { topic, partition, from }: ReadFlags): Offsets {
  const entries = [...offsetEntries(initial)]
  const chosen = entries.filter(([, p]) => partition === undefined || p === partition)
  if (chosen.length === 0) {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot read partition ${partition} of topic ${JSON.stringify(topic)}: it has partitions 0 to ${entries.length - 1}.`,
      { topic, partition },
    )
  }
  const leastOffset = 'offset' in from ? from.offset : 0
  return offsetsOf(chosen.map(([t, p, offset]) => [t, p, Math.max(offset, leastOffset)]))
}

function maxArgument(text: string): number {
  return text === 'all' ? Number.MAX_SAFE_INTEGER : wholeNumber(1)(text)
}

function fromArgument(text: string): From {
  if (text === 'earliest' || text === 'latest') return { startingOffsets: text }
  if (/^\d+$/.test(text)) return { offset: wholeNumber(0)(text) }
  if (text.startsWith('{')) {
    argumentOf(offsetsFromJson)(text)
    return { startingOffsets: text }
  }
  throw new InvalidArgumentError('Write earliest, latest, an offset such as 120, or JSON such as {"topic":{"0":5}}.')
}
