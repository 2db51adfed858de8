import { existsSync } from 'node:fs'
import { findJava } from '../broker/java.ts'
import { kafkaClassPath, kafkaJarsAreReady } from '../broker/kafka-jars.ts'
import { KAFKA_VERSION, venvProgram } from '../broker/local-folders.ts'
import { findPython, venvIsReady } from '../broker/python.ts'
import { runProgram } from '../broker/run-program.ts'
import { topicAdmin } from '../broker/topics.ts'
import { brokersFromEnvironment } from '../sources/kafka/client.ts'
import { messageOf } from '../util/error.ts'
import { findBrowser } from '../util/find-browser.ts'
import { findProgram } from '../util/find-program.ts'
import { LAB_TOPIC } from './fill-topic.ts'
import { kernelspecFile } from './kernelspec.ts'

/** One thing that the lab uses, as `sluice doctor` found it. */
export interface Finding {
  readonly name: string
  readonly ok: boolean
  /** false: the lab works without it. */
  readonly required: boolean
  readonly found: string
  /** How to get it; empty when it is there. */
  readonly mend: string
}

const SET_UP = 'npm start brings it'

/** Looks at everything that the lab needs or can use; changes nothing. */
export async function examine(): Promise<Finding[]> {
  const [python, java, broker, docker] = await Promise.all([findPython(), lookForJava(), lookAtBroker(), lookForDocker()])
  const chromium = findBrowser()
  const jupyter = venvProgram('jupyter-lab')
  const jars = kafkaJarsAreReady()
  return [
    finding('Node', true, `${process.versions.node}, ${process.execPath}`, ''),
    finding(
      'Python',
      python !== undefined,
      `${python?.version}, ${python?.path}`,
      'install Python 3.10 or newer, or set SLUICE_PYTHON',
    ),
    finding('.venv', venvIsReady(), 'up to date', SET_UP),
    finding('JupyterLab', existsSync(jupyter), jupyter, SET_UP),
    finding('TypeScript kernel', existsSync(kernelspecFile()), kernelspecFile(), SET_UP),
    java,
    finding(`Kafka ${KAFKA_VERSION}`, jars, jars ? kafkaClassPath() : '', `${SET_UP}, or npx sluice broker start`),
    ...broker,
    finding(
      'Chromium',
      chromium !== undefined,
      chromium ?? '',
      'for screenshots and PDF: apt-get install chromium, or Chrome',
      false,
    ),
    docker,
  ]
}

function finding(name: string, ok: boolean, found: string, mend: string, required = true): Finding {
  return { name, ok, required, found: ok ? found : 'missing', mend: ok ? '' : mend }
}

async function lookForJava(): Promise<Finding> {
  try {
    const { version, path, origin } = await findJava()
    return finding('Java', true, `${version}, ${path} (${origin})`, '')
  } catch {
    return finding('Java', false, '', `${SET_UP} into .venv, or install a JDK 17 or newer`)
  }
}

async function lookAtBroker(): Promise<Finding[]> {
  const brokers = brokersFromEnvironment()
  const admin = topicAdmin({ brokers })
  try {
    const topics = await admin.list()
    const reached = finding('Broker', true, `${brokers.join(',')}, ${topics.length} topics`, '')
    if (!topics.some(({ topic }) => topic === LAB_TOPIC)) {
      return [reached, finding(`Topic ${LAB_TOPIC}`, false, '', `npm start, or npx sluice topics create ${LAB_TOPIC}`)]
    }
    const { partitions, offsetCount } = await admin.describe(LAB_TOPIC)
    return [reached, finding(`Topic ${LAB_TOPIC}`, true, `${partitions.length} partitions, ${offsetCount} records`, '')]
  } catch (thrown) {
    return [{ ...finding('Broker', false, '', messageOf(thrown)), found: 'not reached' }]
  } finally {
    await admin.close()
  }
}

async function lookForDocker(): Promise<Finding> {
  const mend = 'only for npm start -- --docker'
  if (findProgram(['docker']) === undefined) return finding('Docker', false, '', mend, false)
  const { exitCode, output } = await runProgram('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5000 })
  if (exitCode === 0) return finding('Docker', true, output, '', false)
  return { ...finding('Docker', false, '', `${mend}: start its engine`, false), found: 'its engine does not answer' }
}
