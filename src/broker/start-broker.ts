import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kafkaClient } from '../sources/kafka/client.ts'
import { messageOf, SluiceError } from '../util/error.ts'
import { type BrokerState, brokerFiles, livingBroker, removeBrokerState, writeBrokerState } from './broker-state.ts'
import { freePort, portAnswers } from './free-port.ts'
import { findJava, type JavaProgram } from './java.ts'
import { kafkaClassPath, kafkaJarsAreReady } from './kafka-jars.ts'
import { KAFKA_VERSION, localFolders } from './local-folders.ts'
import { endProcess, processLives } from './processes.ts'
import { lastLines, runProgram } from './run-program.ts'
import { serverProperties } from './server-properties.ts'
import { stopBroker } from './stop-broker.ts'

/** Any fixed id does: the node forms a cluster of its own. */
const CLUSTER_ID = 'c2x1aWNlLWxvY2FsLTAwMQ'
const READY_WITHIN_MS = 60_000

export interface BrokerOptions {
  /** Holds the broker's data, log and state. Default `.sluice` of the project. */
  readonly folder?: string
  /** The port wanted; the next free one is taken when it is busy. 0 for any. Default 9092. */
  readonly port?: number
  /** Deletes all topics and records first. */
  readonly fresh?: boolean
  /** Java's largest heap. Default 512; records live in the page cache, not here. */
  readonly heapMb?: number
  /** The process this broker belongs to, null for none (it runs until it is stopped). Default this process. */
  readonly ownerPid?: number | null
  readonly java?: JavaProgram
  /** Where the jars are. Default `.sluice/kafka-4.3.0`. */
  readonly kafkaFolder?: string
}

export interface RunningBroker {
  /** One `host:port`. */
  readonly brokers: readonly string[]
  readonly port: number
  readonly pid: number
  readonly version: string
  /** Version of the Java it runs on, and where that was found. */
  readonly java: string
  /** It ran before this call. */
  readonly reused: boolean
  /** It belongs to this process: false for one that another living process, or nobody, must end. */
  readonly owned: boolean
  /** Ends it, cleanly if it can. */
  readonly stop: () => Promise<void>
}

/**
 * Starts one KRaft node on loopback, or takes the one of this folder that already runs (for example after its
 * starter was killed). Ready when it answers a Kafka request: about two seconds, three with a new data folder.
 *
 * @throws JAVA_NOT_FOUND, BROKER_NOT_FETCHED, BROKER_NOT_STARTED (with the end of its log)
 */
export async function startBroker(options: BrokerOptions = {}): Promise<RunningBroker> {
  const { folder = localFolders.work(), port = 9092, fresh = false, ownerPid = process.pid } = options
  if (fresh) {
    await stopBroker(folder)
    rmSync(brokerFiles(folder).data, { recursive: true, force: true })
  }
  const living = livingBroker(folder)
  if (living !== undefined) return reuse(folder, living, ownerPid)
  if (!kafkaJarsAreReady(options.kafkaFolder)) {
    throw new SluiceError('BROKER_NOT_FETCHED', 'Cannot start the broker: Apache Kafka is not fetched yet. Run `npm start` once.')
  }
  const java = options.java ?? (await findJava())
  const classPath = kafkaClassPath(options.kafkaFolder)
  // Between looking for a free port and listening on it another program may take it: then look again.
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce({ folder, port, ownerPid, java, classPath, heapMb: options.heapMb ?? 512 })
    } catch (thrown) {
      if (attempt === 3 || !/Address already in use|BindException/.test(messageOf(thrown))) throw thrown
    }
  }
}

async function reuse(folder: string, living: BrokerState, ownerPid: number | null): Promise<RunningBroker> {
  const orphan = living.ownerPid !== null && !processLives(living.ownerPid)
  const state = orphan || ownerPid === null ? { ...living, ownerPid } : living
  if (state !== living) writeBrokerState(folder, state)
  await waitUntilReady(folder, state.pid, state.port)
  return running(folder, state, true)
}

interface StartRequest {
  readonly folder: string
  readonly port: number
  readonly ownerPid: number | null
  readonly java: JavaProgram
  readonly classPath: string
  readonly heapMb: number
}

async function startOnce(request: StartRequest): Promise<RunningBroker> {
  const { folder, java, classPath, heapMb, ownerPid } = request
  const files = brokerFiles(folder)
  const port = await freePort(request.port)
  const controllerPort = await freePort(request.port === 0 ? 0 : port + 1, [port])
  mkdirSync(files.data, { recursive: true })
  writeFileSync(files.properties, serverProperties({ port, controllerPort, dataFolder: files.data }))
  const tuning = [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError']
  const flags = [...tuning, '-Djava.awt.headless=true', '-Dfile.encoding=UTF-8', '-cp', classPath]
  await format(java, flags, files)

  if (existsSync(files.log)) renameSync(files.log, `${files.log}.1`)
  const log = openSync(files.log, 'w')
  const logging = `-Dlog4j2.configurationFile=${join(localFolders.brokerCode(), 'log4j2.properties')}`
  // In a group of its own: Ctrl-C in the terminal reaches this process, which then ends the broker in order.
  const child = spawn(java.path, [logging, ...flags, 'kafka.Kafka', files.properties], {
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  const pid = await new Promise<number>((resolve, reject) => {
    child.on('error', error => reject(notStarted(files.log, `${java.path} does not start: ${error.message}`)))
    child.on('spawn', () => resolve(child.pid ?? 0))
  })
  const state = { pid, port, version: KAFKA_VERSION, java: `${java.version}, ${java.origin}`, startedAtMs: Date.now(), ownerPid }
  writeBrokerState(folder, state)
  try {
    await waitUntilReady(folder, pid, port)
  } catch (thrown) {
    await endProcess(pid, 2000)
    removeBrokerState(folder)
    throw thrown
  }
  return running(folder, state, false)
}

/** Gives a new data folder its cluster id; a folder that has one is left alone. */
async function format(java: JavaProgram, flags: readonly string[], files: ReturnType<typeof brokerFiles>): Promise<void> {
  if (existsSync(join(files.data, 'meta.properties'))) return
  const args = [...flags, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', files.properties, '--ignore-formatted']
  const { exitCode, output } = await runProgram(java.path, args)
  if (exitCode !== 0) {
    throw new SluiceError(
      'BROKER_NOT_STARTED',
      `Cannot prepare ${files.data} for Kafka. Is the disk full, or the folder not yours to write?\n${lastLines(output)}`,
      { folder: files.data },
    )
  }
}

async function waitUntilReady(folder: string, pid: number, port: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  const { log } = brokerFiles(folder)
  while (!(await portAnswers(port))) {
    if (!processLives(pid)) throw notStarted(log, 'it ended while starting')
    if (Date.now() > deadline) throw notStarted(log, `it does not listen on port ${port} after ${READY_WITHIN_MS / 1000} s`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  const admin = kafkaClient({ brokers: [`127.0.0.1:${port}`], clientId: 'sluice-start' }).admin()
  try {
    for (;;) {
      try {
        await admin.connect()
        if ((await admin.describeCluster()).brokers.length > 0) return
      } catch (thrown) {
        if (!processLives(pid)) throw notStarted(log, 'it ended while starting')
        if (Date.now() > deadline) throw notStarted(log, `it does not answer: ${messageOf(thrown)}`)
      }
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

function notStarted(log: string, reason: string): SluiceError {
  const text = existsSync(log) ? readFileSync(log, 'utf8') : ''
  const telling = text.split('\n').filter(line => /ERROR|FATAL|Exception|Error:/.test(line))
  const end = lastLines(telling.length > 0 ? telling.join('\n') : text, 6)
  return new SluiceError(
    'BROKER_NOT_STARTED',
    `Cannot start the Kafka broker: ${reason}. Its log is ${log}:\n${end}\nIf its data are damaged, begin anew with --fresh (deletes all topics).`,
    { log },
  )
}

function running(folder: string, state: BrokerState, reused: boolean): RunningBroker {
  return {
    brokers: [`127.0.0.1:${state.port}`],
    port: state.port,
    pid: state.pid,
    version: state.version,
    java: state.java,
    reused,
    owned: state.ownerPid === process.pid,
    stop: async () => {
      await stopBroker(folder)
    },
  }
}
