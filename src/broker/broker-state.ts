import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { portAnswers } from './free-port.ts'
import { localFolders } from './local-folders.ts'
import { commandLineOf, processLives } from './processes.ts'

/** A broker that was started here, as its file `kafka-broker.json` remembers it. */
export interface BrokerState {
  readonly pid: number
  readonly port: number
  readonly version: string
  readonly java: string
  readonly startedAtMs: number
  /** The process it ends with; null when it runs until `sluice broker stop`. */
  readonly ownerPid: number | null
}

/** Files of one local broker, all in one folder; the default is the project's `.sluice`. */
export function brokerFiles(folder: string = localFolders.work()) {
  return {
    data: join(folder, 'kafka-data'),
    log: join(folder, 'kafka.log'),
    properties: join(folder, 'kafka.properties'),
    state: join(folder, 'kafka-broker.json'),
  }
}

export function writeBrokerState(folder: string, state: BrokerState): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(brokerFiles(folder).state, `${JSON.stringify(state, null, 2)}\n`)
}

export function removeBrokerState(folder: string): void {
  rmSync(brokerFiles(folder).state, { force: true })
}

/**
 * The broker of this folder, if its process still runs. A file left by a crash, or one whose process id now belongs
 * to another program, counts as nothing.
 */
export function livingBroker(folder: string = localFolders.work()): BrokerState | undefined {
  const files = brokerFiles(folder)
  if (!existsSync(files.state)) return undefined
  let state: BrokerState
  try {
    state = JSON.parse(readFileSync(files.state, 'utf8'))
  } catch {
    return undefined
  }
  return processLives(state.pid) && commandLineOf(state.pid).includes(files.properties) ? state : undefined
}

/** What `sluice broker status` shows. */
export interface BrokerStatus {
  readonly running: boolean
  /** `host:port`, empty when it does not run. */
  readonly brokers: string
  readonly pid: number | null
  readonly version: string | null
  readonly java: string | null
  readonly upSeconds: number | null
  /** false while it is still starting, or hangs. */
  readonly answers: boolean
  readonly folder: string
  readonly log: string
}

/** Looks at the local broker; starts and changes nothing. */
export async function brokerStatus(folder: string = localFolders.work()): Promise<BrokerStatus> {
  const state = livingBroker(folder)
  const { log, data } = brokerFiles(folder)
  if (state === undefined) {
    return {
      running: false,
      brokers: '',
      pid: null,
      version: null,
      java: null,
      upSeconds: null,
      answers: false,
      folder: data,
      log,
    }
  }
  return {
    running: true,
    brokers: `127.0.0.1:${state.port}`,
    pid: state.pid,
    version: state.version,
    java: state.java,
    upSeconds: Math.round((Date.now() - state.startedAtMs) / 1000),
    answers: await portAnswers(state.port),
    folder: data,
    log,
  }
}

/**
 * Lets everything in this process that asks for `KAFKA_BROKERS` find the local broker, whichever port it got.
 * A value that is already set wins.
 */
export function preferLocalBroker(folder: string = localFolders.work()): void {
  if ((process.env.KAFKA_BROKERS ?? '') !== '') return
  const state = livingBroker(folder)
  if (state !== undefined) process.env.KAFKA_BROKERS = `127.0.0.1:${state.port}`
}
