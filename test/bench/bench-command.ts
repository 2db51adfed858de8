import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts'
import { step } from '../../src/cli/step.ts'

/** A command that measures with a Kafka of its own. */
export interface BenchCommand<O extends { readonly json: boolean }> {
  /** Of its temporary folder. */
  readonly name: string
  readonly help: string
  /** @throws Error for what is no option; undefined when help is wanted */
  options(args: readonly string[]): O | undefined
  /** @returns the exit code */
  measure(options: O, broker: RunningBroker, folder: string, stream: NodeJS.WriteStream): Promise<number>
}

/** Starts Kafka, measures, and leaves nothing behind, also on Ctrl-C. @returns the exit code, 2 for what is no option */
export async function runBenchCommand<O extends { readonly json: boolean }>(
  command: BenchCommand<O>,
  args: readonly string[],
): Promise<number> {
  let options: O | undefined
  try {
    options = command.options(args)
  } catch (thrown) {
    process.stderr.write(`${(thrown as Error).message}\n`)
    return 2
  }
  if (options === undefined) {
    process.stdout.write(command.help)
    return 0
  }
  const folder = mkdtempSync(join(tmpdir(), `${command.name}-`))
  let broker: RunningBroker | undefined
  const cleanUp = async () => {
    await broker?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const interrupted = () => void cleanUp().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted)
  try {
    const stream = options.json ? process.stderr : process.stdout
    broker = await step('Kafka', () => startBroker({ folder: join(folder, 'broker'), port: 0 }), { stream })
    return await command.measure(options, broker, folder, stream)
  } finally {
    await cleanUp()
  }
}

/** Writes the report to `out` as JSON, and prints that or its table. */
export function printReport(
  { out, json }: { readonly out: string | null; readonly json: boolean },
  report: object,
  table: string,
): void {
  const text = `${JSON.stringify(report, null, 2)}\n`
  if (out !== null) writeFileSync(resolve(out), text)
  process.stdout.write(json ? text : `\n${table}\n`)
}

/** @throws Error for a text that is no whole number from `least` on */
export function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`Cannot use ${name} ${text}: expected a whole number from ${least}.`)
}
