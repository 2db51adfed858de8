import { livingBroker } from '../broker/broker-state.ts'
import { startDockerBroker } from '../broker/docker-broker.ts'
import { processLives } from '../broker/processes.ts'
import { type RunningBroker, startBroker } from '../broker/start-broker.ts'
import { stopBroker } from '../broker/stop-broker.ts'
import { brokersFromEnvironment } from '../sources/kafka/client.ts'
import { fillTopic } from './fill-topic.ts'
import { startJupyter, stopOwnJupyter } from './jupyter.ts'
import { openBrowser } from './open-browser.ts'
import { prepare } from './prepare.ts'
import { printError } from './print-error.ts'
import { step } from './step.ts'

export interface StartOptions {
  /** Opens the browser where there is one. */
  readonly browser: boolean
  /** Wanted for JupyterLab. */
  readonly port: number
  /** Wanted for the local Kafka. */
  readonly kafkaPort: number
  /** Deletes all local topics first. */
  readonly fresh: boolean
  readonly docker: boolean
}

interface Lab {
  readonly url: string
  readonly brokers: string
  /** Ends when JupyterLab ends by itself. */
  readonly ended: Promise<string>
}

/**
 * `npm start` after packages and build: everything up to a JupyterLab in the browser, until Ctrl-C.
 *
 * @returns the exit code: 0 after Ctrl-C in the running lab, 130 after one during set-up, 1 after an error
 */
export async function start(options: StartOptions): Promise<number> {
  let container: RunningBroker | undefined
  const interrupted = new Promise<'interrupted'>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve('interrupted'))
  })
  const stopAll = async () => {
    const ownBroker = livingBroker()?.ownerPid === process.pid
    await Promise.all([stopOwnJupyter(), ownBroker ? stopBroker() : undefined, container?.stop()])
  }
  try {
    const lab = await Promise.race([
      setUp(options, started => {
        container = started
      }),
      interrupted,
    ])
    if (lab === 'interrupted') {
      await stopAll()
      // A step that still runs (pip, jgo) ends with this process.
      process.exit(130)
    }
    process.stdout.write(
      `\n  JupyterLab  ${lab.url}\n  Kafka       ${lab.brokers}\n\nCtrl-C ends what was started here. Topics and notebooks stay.\n`,
    )
    if (options.browser) await openBrowser(lab.url)
    const reason = await Promise.race([interrupted, lab.ended])
    process.stdout.write(reason === 'interrupted' ? '\nStopping …\n' : `\n${reason}; stopping the rest …\n`)
    await stopAll()
    process.stdout.write('Stopped.\n')
    return 0
  } catch (thrown) {
    await stopAll()
    process.stdout.write('\n')
    printError(thrown)
    return 1
  }
}

async function setUp(options: StartOptions, onContainer: (broker: RunningBroker) => void): Promise<Lab> {
  const elsewhere = (process.env.KAFKA_BROKERS ?? '') !== ''
  await prepare({ kafka: !elsewhere && !options.docker })
  const broker = elsewhere ? undefined : await step('Kafka broker', progress => startLocal(options, progress))
  if (broker?.pid === 0) onContainer(broker)
  if (broker !== undefined) process.env.KAFKA_BROKERS = broker.brokers.join(',')
  const brokers = brokersFromEnvironment()
  await step('Topic', () => fillTopic(brokers))
  const jupyter = await step('JupyterLab', async progress => {
    const started = await startJupyter(options.port)
    progress(`127.0.0.1:${started.port}${busy(options.port, started.port)}`)
    return started
  })
  const jupyterEnded = jupyter.ended.then(() => 'JupyterLab has ended')
  if (broker !== undefined) tellWhenBrokerEnds(broker)
  return { url: jupyter.url, brokers: brokers.join(','), ended: jupyterEnded }
}

async function startLocal(options: StartOptions, progress: (text: string) => void): Promise<RunningBroker> {
  const { fresh, kafkaPort: port, docker } = options
  const broker = docker ? await startDockerBroker({ port, fresh, progress }) : await startBroker({ port, fresh })
  const how = broker.reused ? 'already running' : `Kafka ${broker.version}, Java ${broker.java}`
  progress(`${broker.brokers.join(',')}${broker.reused ? '' : busy(port, broker.port)}, ${how}`)
  return broker
}

const busy = (wanted: number, got: number): string => (wanted === got ? '' : ` (${wanted} is busy)`)

/** A broker that dies under a running lab would otherwise show only as errors in cells. Kernels and unsaved cells stay. */
function tellWhenBrokerEnds(broker: RunningBroker): void {
  if (broker.pid === 0) return
  const timer = setInterval(() => {
    if (processLives(broker.pid)) return
    clearInterval(timer)
    process.stdout.write(
      '\nThe Kafka broker has ended (see .sluice/kafka.log). JupyterLab goes on; start Kafka again with: npx sluice broker start\n',
    )
  }, 1000)
  timer.unref()
}
