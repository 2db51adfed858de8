import { type TopicAdmin, topicAdmin } from '../broker/topics.ts'
import { embeddedEngine } from '../engines/embedded.ts'
import { type ReadStream, readStream } from '../plan/read-stream.ts'
import { ResultBatch, whenFrameIsMade } from '../runtime/batch.ts'
import { brokersFromEnvironment, type KafkaConnectionOptions } from '../sources/kafka/client.ts'
import { messageOf } from '../util/error.ts'
import { findBrowser } from '../util/find-browser.ts'
import { batchSummary } from './batch-summary.ts'
import { inspectable } from './inspectable.ts'
import { displayBundle, inNotebook, prepareKernel } from './kernel.ts'
import { renderBatch } from './render-batch.ts'
import { inspectableFrame } from './show.ts'
import { type StatusRow, statusCard } from './status-card.ts'
import { notebookSurroundings } from './surroundings.ts'

/** What `openWorkbook` is told. */
export interface WorkbookOptions extends Partial<KafkaConnectionOptions> {
  /** Session time zone, an IANA name: how timestamps are shown and text without a zone is read. Default 'UTC'. */
  readonly timeZone?: string
}

/** The way into everything: streams, topics, the broker. */
export interface Workbook {
  readonly brokers: readonly string[]
  readonly readStream: ReadStream
  readonly topics: TopicAdmin
  /** Gives the connections back. */
  close(): Promise<void>
}

/**
 * Opens a workbook: prepares the notebook's kernel, looks at what there is and shows it as a card that says how to mend
 * what is missing. A broker that is down is on the card, not an error: streams can be described without one.
 *
 * @param options brokers by default from `KAFKA_BROKERS`, else 127.0.0.1:9092
 */
export async function openWorkbook(options: WorkbookOptions = {}): Promise<Workbook> {
  const { timeZone = 'UTC', ...rest } = options
  const connection: KafkaConnectionOptions = { ...rest, brokers: options.brokers ?? brokersFromEnvironment() }
  const topics = topicAdmin(connection)
  prepareNotebook()
  if (inNotebook())
    displayBundle(statusCard('sluice', [nodeRow(), kernelRow(), await brokerRow(connection.brokers, topics), browserRow()]))
  const engine = embeddedEngine({ timeZone, surroundings: notebookSurroundings })
  return {
    brokers: connection.brokers,
    readStream: readStream(engine, connection),
    topics,
    close: () => topics.close(),
  }
}

let prepared = false

function prepareNotebook(): void {
  prepareKernel()
  if (prepared) return
  prepared = true
  inspectable(ResultBatch.prototype as ResultBatch<unknown>, batch =>
    renderBatch(
      { output: batch.output, summary: batchSummary(batch), toString: () => batch.toString() },
      { timeZone: batch.timeZone },
    ),
  )
  whenFrameIsMade(inspectableFrame)
}

function nodeRow(): StatusRow {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node',
    ok: ok ? 'ok' : 'bad',
    text: process.versions.node,
    ...(ok ? {} : { fix: 'install Node 20.19 or newer' }),
  }
}

function kernelRow(): StatusRow {
  return { name: 'Kernel', ok: 'ok', text: 'tslab (TypeScript)' }
}

async function brokerRow(brokers: readonly string[], topics: TopicAdmin): Promise<StatusRow> {
  try {
    const names = (await topics.list()).map(({ topic }) => topic)
    const list =
      names.length === 0
        ? 'no topics yet'
        : `topics: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`
    return { name: 'Kafka', ok: 'ok', text: `${brokers.join(', ')}, ${list}` }
  } catch (thrown) {
    return { name: 'Kafka', ok: 'bad', text: messageOf(thrown), fix: 'npx sluice broker start' }
  }
}

function browserRow(): StatusRow {
  if (findBrowser() !== undefined) return { name: 'Browser', ok: 'ok', text: 'Chromium or Chrome, for the pictures of a report' }
  return {
    name: 'Browser',
    ok: 'warn',
    text: 'none found; notebooks work, the pictures of a report need one',
    fix: 'install Chromium, or set CHROME_PATH',
  }
}
