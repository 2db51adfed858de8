// Queries in a process of their own: one, to be measured, or several one after the other, to keep their answers.
import { join } from 'node:path'
import { openWorkbook, type Sink } from '../../src/index.ts'
import { endMeasure, tellResult } from '../bench/measure.ts'
import { answerSink } from './answer-sink.ts'
import { blackholeSink } from './blackhole-sink.ts'
import type { EventSource } from './event-stream.ts'
import { QUERIES } from './queries.ts'
import type { NexmarkQuery } from './query.ts'

/** What the program is told, as JSON. */
export interface NexmarkProgramOptions {
  readonly brokers: readonly string[]
  readonly topic: string
  readonly queries: readonly string[]
  /** Records a batch. */
  readonly batch: number
  /** A folder for the rows of the answers; null to let go of them. */
  readonly answers: string | null
}

async function runQueries({ brokers, topic, queries, batch, answers }: NexmarkProgramOptions): Promise<void> {
  const lab = await openWorkbook({ brokers })
  const source = { readStream: lab.readStream, topic }
  let rows = 0
  for (const query of QUERIES.filter(({ name }) => queries.includes(name))) {
    if (answers === null) {
      const sink = blackholeSink()
      await drain(query, source, sink, batch)
      rows += sink.rows
    } else {
      const kept = answerSink(join(answers, `${query.name}.json`), query.key)
      await drain(query, source, kept.sink, batch)
      kept.close()
    }
  }
  endMeasure()
  await lab.close()
  tellResult({ figures: { rows } })
}

/** A bad or a late event would be missing in the answer, or be there as nulls. */
async function drain(query: NexmarkQuery, source: EventSource, sink: Sink, maxRecords: number): Promise<void> {
  const running = query.write(source, sink)
  await running.drain({ maxRecords })
  const { late, bad } = running.ledger().total
  await running.stop()
  if (late > 0 || bad > 0) throw new Error(`${query.name} found ${late} late events and ${bad} bad ones.`)
}

runQueries(JSON.parse(process.argv[2]!) as NexmarkProgramOptions).catch(thrown => {
  process.stderr.write(`${(thrown as Error).stack}\n`)
  process.exit(1)
})
