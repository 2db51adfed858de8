import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { preferLocalBroker } from '../broker/broker-state.ts'
import { type RunningBroker, startBroker } from '../broker/start-broker.ts'
import { brokersFromEnvironment } from '../sources/kafka/client.ts'
import { projectRoot } from '../util/project-root.ts'
import { fillTopic } from './fill-topic.ts'
import { prepare } from './prepare.ts'
import { printError } from './print-error.ts'
import { step } from './step.ts'

/**
 * `npm run notebooks`: executes the notebooks on the real kernel, against `KAFKA_BROKERS`, the local broker that
 * runs, or one that is started for it.
 *
 * @param args names of notebooks, none for all; `--write` stores what they printed
 * @returns the exit code: 0 when no cell failed
 */
export async function runNotebooks(args: readonly string[]): Promise<number> {
  preferLocalBroker()
  let broker: RunningBroker | undefined
  const stop = async () => {
    if (broker?.owned === true) await broker.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop().finally(() => process.exit(130)))
  try {
    const running = (process.env.KAFKA_BROKERS ?? '') !== ''
    await prepare({ kafka: !running })
    if (!running) {
      broker = await step('Kafka broker', startForNotebooks)
      process.env.KAFKA_BROKERS = broker.brokers.join(',')
    }
    await step('Topic', () => fillTopic(brokersFromEnvironment()))
    return await runToItsEnd(join(projectRoot(), 'dist', 'test', 'notebooks', 'run-notebooks.js'), args)
  } catch (thrown) {
    printError(thrown)
    return 1
  } finally {
    await stop()
  }
}

function runToItsEnd(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
    const end = () => child.kill()
    process.once('exit', end)
    child.on('error', reject)
    child.on('close', code => {
      process.removeListener('exit', end)
      resolve(code ?? 1)
    })
  })
}

async function startForNotebooks(progress: (text: string) => void): Promise<RunningBroker> {
  const broker = await startBroker()
  progress(`${broker.brokers.join(',')}, Kafka ${broker.version}, Java ${broker.java}`)
  return broker
}
