import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Delivery, DeliveryProblem, ProduceSummary } from '../../broker/producer.ts'
import { parseEventTime } from '../../lab/event-time.ts'
import { produceTransactions } from '../../lab/produce-transactions.ts'
import type { Transaction } from '../../lab/transaction-json.ts'
import type { Lateness, TransactionEvent } from '../../lab/transactions.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { lineOutput } from './line-output.ts'
import { argumentOf, brokersArgument, durationArgument, rateArgument, shareArgument, wholeNumber } from './parse-arguments.ts'
import { progressLine, secondsText } from './progress-line.ts'

interface ProduceFlags {
  readonly topic: string
  readonly count: number
  readonly rate?: number
  readonly key?: keyof Transaction
  readonly seed: number
  readonly late?: Lateness
  readonly bad?: number
  readonly start?: string
  readonly step: number
  readonly brokers?: readonly string[]
  readonly quiet?: boolean
  readonly json?: boolean
}

const KEYS = ['transaction_id', 'user_id', 'amount', 'type', 'timestamp', 'location']

/** Adds `sluice produce`. */
export function register(program: Command): void {
  program
    .command('produce')
    .description('send transactions to a topic, as the lab does')
    .option('--topic <name>', 'where to', 'real-time-transactions')
    .option('--count <n>', 'how many messages', wholeNumber(1), 1000)
    .option('--rate <n>', 'messages a second, or "max" (default: 2; with --start "max")', rateArgument)
    .addOption(new Option('--key <field>', 'the field that becomes the key (default: no key)').choices(KEYS))
    .option('--seed <n>', 'the same seed gives the same messages', wholeNumber(Number.MIN_SAFE_INTEGER), 42)
    .option(
      '--late <share[:max]>',
      'share of messages with an earlier event time, and by how much at most: 0.2:90s',
      lateArgument,
    )
    .option('--bad <share>', 'share of broken messages (truncated JSON, wrong types, empty)', shareArgument)
    .option('--start <time>', "event time of the first message, UTC: '2024-01-01 10:00:00' (default: now)", eventTimeArgument)
    .addOption(
      new Option('--step <duration>', 'with --start: from one event time to the next')
        .argParser(durationArgument)
        .default(1000, '1s'),
    )
    .option('--brokers <host:port,…>', 'default: KAFKA_BROKERS, else 127.0.0.1:9092', brokersArgument)
    .option('--quiet', 'no line for each message')
    .option('--json', 'one JSON object a line: the messages, then the summary')
    .addHelpText('after', '\nExit code: 0 all sent; 1 some or all not sent; 2 wrong use; 130 ended by Ctrl-C.')
    .action(runProduce)
}

async function runProduce(flags: ProduceFlags): Promise<void> {
  const { topic, count, seed, step: stepMs, quiet = false, json = false } = flags
  const output = lineOutput(process.stdout)
  const progress = progressLine(process.stderr)
  const interrupted = new AbortController()
  // The second Ctrl-C finds no listener, and ends the process at once.
  const interrupt = (signal: NodeJS.Signals) => interrupted.abort(signal)
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  let sent = 0
  let firstSentMs = 0
  const progressNow = () => progressText(sent, count, (performance.now() - firstSentMs) / 1000)
  const line = (text: string) => {
    progress.clear()
    output.write(text)
    scheduleFlush()
  }
  let flushing = false
  const scheduleFlush = () => {
    if (flushing) return
    flushing = true
    setImmediate(() => {
      flushing = false
      progress.clear()
      void output.flush()
      if (!output.closed.aborted) progress.show(progressNow)
    })
  }
  try {
    const summary = await produceTransactions({
      topic,
      count,
      seed,
      stepMs,
      signal: AbortSignal.any([interrupted.signal, output.closed]),
      ...(flags.rate === undefined ? {} : { rate: flags.rate }),
      ...(flags.key === undefined ? {} : { key: flags.key }),
      ...(flags.late === undefined ? {} : { late: flags.late }),
      ...(flags.bad === undefined ? {} : { bad: flags.bad }),
      ...(flags.start === undefined ? {} : { start: flags.start }),
      ...(flags.brokers === undefined ? {} : { brokers: flags.brokers }),
      onSent: (event, delivery) => {
        if (sent++ === 0) firstSentMs = performance.now()
        if (!quiet) line(json ? sentJson(topic, event, delivery) : sentText(event, delivery))
        else progress.show(progressNow)
      },
      onError: (error, problem) => {
        progress.clear()
        process.stderr.write(`${problemText(error, problem)}\n`)
      },
    })
    progress.clear()
    output.write(json ? JSON.stringify({ summary }) : summaryText(summary))
    if (summary.failed > 0) process.exitCode = 1
  } catch (thrown) {
    progress.clear()
    const summary = thrown instanceof SluiceError ? (thrown.details.summary as ProduceSummary | undefined) : undefined
    if (summary !== undefined) output.write(json ? JSON.stringify({ summary }) : summaryText(summary))
    // After Ctrl-C the failure has been reported already, and the command was ended, not broken.
    if (!interrupted.signal.aborted || summary === undefined) throw thrown
  } finally {
    progress.clear()
    if (interrupted.signal.aborted) process.exitCode = interrupted.signal.reason === 'SIGTERM' ? 143 : 130
    await output.flush()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

function sentText({ value, lateMs, bad }: TransactionEvent, { partition, offset }: Delivery): string {
  const marks = [lateMs > 0 ? `LATE (${secondsText(lateMs / 1000)})` : '', bad === null ? '' : `BAD (${bad})`]
  return [`partition ${partition} offset ${offset}`, terminalText(value), ...marks].filter(part => part !== '').join('  ')
}

function sentJson(topic: string, event: TransactionEvent, { partition, offset, timestampMs }: Delivery): string {
  const { key = null, value, lateMs, bad } = event
  return JSON.stringify({ topic, partition, offset, timestampMs, key, value, lateMs, bad })
}

/** @param seconds since the first message: the others came at the rate */
function progressText(sent: number, count: number, seconds: number): string {
  if (sent < 2 || seconds === 0) return `${sent}/${count} sent`
  const rate = (sent - 1) / seconds
  const left = sent < count ? `, ${secondsText((count - sent) / rate)} left` : ''
  return `${sent}/${count} sent, ${rate.toFixed(1)} a second${left}`
}

function summaryText({ sent, failed, retried, perPartition, seconds, stopped }: ProduceSummary): string {
  const shares = Object.entries(perPartition).map(([partition, records]) => `partition ${partition}: ${records}`)
  const troubles = [failed > 0 ? `${failed} failed` : '', retried > 0 ? `${retried} sent again` : '', ...shares]
  const details = troubles.filter(part => part !== '').join(', ')
  return `${stopped ? 'Stopped: ' : ''}${sent} sent in ${seconds.toFixed(1)} s${details === '' ? '' : ` (${details})`}`
}

function problemText(error: SluiceError, { records, attempt, willRetry }: DeliveryProblem): string {
  const messages = records === 1 ? '1 message' : `${records} messages`
  const next = willRetry ? `trying again (attempt ${attempt} failed)` : 'given up'
  return `${messages} not delivered, ${next}: ${terminalText(error.message)}`
}

function lateArgument(text: string): Lateness {
  const [, share = '', max] = /^([^:]*)(?::(.*))?$/.exec(text) ?? []
  if (max === undefined) return { share: shareArgument(share) }
  const maxMs = durationArgument(max)
  if (maxMs < 1) throw new InvalidArgumentError('Write a lateness above 0, e.g. 0.2:90s.')
  return { share: shareArgument(share), maxMs }
}

/** Checked here, so that a wrong one is wrong use of the command; read again by the library. */
function eventTimeArgument(text: string): string {
  argumentOf(parseEventTime)(text)
  return text
}
