import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { kafkaClient } from '../sources/kafka/client.ts'
import { SluiceError } from '../util/error.ts'
import { projectRoot } from '../util/project-root.ts'
import { freePort } from './free-port.ts'
import { KAFKA_VERSION, localFolders } from './local-folders.ts'
import { lastLines, runProgram } from './run-program.ts'
import type { RunningBroker } from './start-broker.ts'

const READY_WITHIN_MS = 90_000

export interface DockerBrokerOptions {
  /** The port wanted on this machine. Default 9092. */
  readonly port?: number
  /** Deletes the volume with all topics first. */
  readonly fresh?: boolean
  readonly progress?: (text: string) => void
}

/**
 * Starts Kafka in a container from the official image (`src/broker/compose.yaml`); its topics live in a volume.
 *
 * @throws BROKER_NOT_STARTED when Docker is missing, cannot fetch the image, or the broker does not answer
 */
export async function startDockerBroker(options: DockerBrokerOptions = {}): Promise<RunningBroker> {
  const { fresh = false, progress = () => {} } = options
  if (fresh) await compose(['down', '--volumes'], 0, progress)
  await compose(['stop'], 0, progress)
  const port = await freePort(options.port ?? 9092)
  await compose(['up', '--detach'], port, progress)
  const stop = async () => {
    await compose(['stop'], port, () => {})
  }
  try {
    await waitUntilItAnswers(port)
  } catch (thrown) {
    await stop()
    throw thrown
  }
  const brokers = [`127.0.0.1:${port}`]
  return { brokers, port, pid: 0, version: KAFKA_VERSION, java: 'of the container', reused: false, owned: true, stop }
}

async function compose(args: readonly string[], port: number, progress: (text: string) => void): Promise<void> {
  // Two clones on one machine are two projects to Docker.
  const project = `sluice-${createHash('sha256').update(projectRoot()).digest('hex').slice(0, 8)}`
  const file = join(localFolders.brokerCode(), 'compose.yaml')
  const { exitCode, output } = await runProgram('docker', ['compose', '--progress', 'plain', '-f', file, ...args], {
    env: { ...process.env, SLUICE_COMPOSE_PROJECT: project, ...(port === 0 ? {} : { SLUICE_KAFKA_PORT: String(port) }) },
    onLine: line => progress(line.trim().slice(0, 60)),
  })
  if (exitCode === 0) return
  throw new SluiceError(
    'BROKER_NOT_STARTED',
    `Cannot run \`docker compose ${args.join(' ')}\`. Is Docker (with Compose) installed and its engine running? Without it: \`npm start\` needs no Docker.\n${lastLines(output, 6)}`,
  )
}

async function waitUntilItAnswers(port: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const admin = kafkaClient({ brokers: [`127.0.0.1:${port}`] }).admin()
    try {
      await admin.connect()
      if ((await admin.describeCluster()).brokers.length > 0) return
    } catch (thrown) {
      if (Date.now() > deadline) {
        throw new SluiceError(
          'BROKER_NOT_STARTED',
          `Cannot reach Kafka in its container on port ${port}. See \`docker compose -f src/broker/compose.yaml logs\`.`,
          { port },
          thrown,
        )
      }
      await new Promise(resolve => setTimeout(resolve, 250))
    } finally {
      await admin.disconnect().catch(() => {})
    }
  }
}
