import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { SluiceError } from '../util/error.ts'
import { bundledJavaHome } from './java.ts'
import { type LockedJar, readKafkaLock, sha256Of } from './kafka-lock.ts'
import { KAFKA_VERSION, localFolders, venvProgram } from './local-folders.ts'
import { lastLines, runProgram } from './run-program.ts'

export interface KafkaJarsOptions {
  /** Where the jars go. Default `.sluice/kafka-4.3.0`. */
  readonly folder?: string
  readonly venv?: string
  readonly env?: NodeJS.ProcessEnv
  readonly progress?: (text: string) => void
}

/** True when every jar of the lock is in `folder`. Their bytes were verified when they were put there. */
export function kafkaJarsAreReady(folder: string = localFolders.kafka()): boolean {
  return kafkaHome() !== undefined || existsSync(join(folder, 'verified'))
}

/** What Java loads: the fetched jars, or `KAFKA_HOME/libs` of a Kafka that is already on the machine. */
export function kafkaClassPath(folder: string = localFolders.kafka()): string {
  return join(kafkaHome() ?? folder, kafkaHome() === undefined ? '' : 'libs', '*')
}

/**
 * Fetches Apache Kafka with jgo (pure Python, no Maven) and puts it into `folder`, after each jar's SHA-256 was
 * compared with `src/broker/jgo.lock.toml`. The folder appears whole or not at all.
 *
 * Set `KAFKA_HOME` to use an unpacked Kafka 4 instead, `SLUICE_MAVEN_REPOSITORY` for a mirror of Maven Central.
 *
 * @returns one line for the step's end
 * @throws BROKER_NOT_FETCHED with the ways out
 */
export async function ensureKafkaJars(options: KafkaJarsOptions = {}): Promise<string> {
  const { folder = localFolders.kafka(), venv = localFolders.venv(), env = process.env, progress = () => {} } = options
  const home = kafkaHome()
  if (home !== undefined) return `KAFKA_HOME=${home}`
  if (kafkaJarsAreReady(folder)) return 'there'
  const jars = readKafkaLock(join(localFolders.brokerCode(), 'jgo.lock.toml'))
  const work = `${folder}.fetching`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'home', '.cache'), { recursive: true })
  try {
    await fetchWithJgo(work, venv, env, jars.length, progress)
    const bytes = takeVerified(jars, work, join(work, 'verified-jars'))
    writeFileSync(join(work, 'verified-jars', 'verified'), `${jars.length} jars of src/broker/jgo.lock.toml\n`)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(join(work, 'verified-jars'), folder)
    return `${jars.length} jars, ${Math.round(bytes / 1e6)} MB, SHA-256 verified`
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function fetchWithJgo(
  work: string,
  venv: string,
  env: NodeJS.ProcessEnv,
  wanted: number,
  progress: (text: string) => void,
): Promise<void> {
  copyFileSync(join(localFolders.brokerCode(), 'jgo.toml'), join(work, 'jgo.toml'))
  const java = bundledJavaHome(venv)
  const mirror = env.SLUICE_MAVEN_REPOSITORY
  const args = ['--repo-cache', join(work, 'm2'), '--cache-dir', join(work, 'jgo'), '--resolver', 'python', '--ignore-config']
  args.push('--color', 'plain', '--system-java', '--class-path-only', '--links', 'hard', '--timeout', '30')
  if (mirror !== undefined && mirror !== '') args.push('--repository', `central:${mirror}`)
  // jgo looks for a Java, and asks a foreign index for one where it finds none: show it the one of .venv.
  const ownJava = java === undefined ? {} : { JAVA_HOME: java, PATH: `${join(java, 'bin')}${delimiter}${env.PATH ?? ''}` }
  let fetched = 0
  const { exitCode, output } = await runProgram(venvProgram('jgo', venv), [...args, 'sync'], {
    cwd: work,
    env: { ...env, ...ownJava, HOME: join(work, 'home'), USERPROFILE: join(work, 'home'), COLUMNS: '200' },
    onLine: line => {
      if (/^Downloading \S+\.jar/.test(line)) progress(`${++fetched} of ${wanted} jars`)
    },
  })
  if (exitCode !== 0) throw notFetched(`jgo says:\n${lastLines(output, 6)}`)
}

/** Moves the locked jars into `folder`; anything else that jgo brought stays behind. @returns their bytes */
function takeVerified(jars: readonly LockedJar[], work: string, folder: string): number {
  mkdirSync(folder)
  const sources = [join(work, 'jgo', 'jars'), join(work, 'jgo', 'modules')].filter(source => existsSync(source))
  const pathOf = new Map(sources.flatMap(source => readdirSync(source).map(name => [name, join(source, name)] as const)))
  let bytes = 0
  for (const jar of jars) {
    const path = pathOf.get(jar.fileName)
    if (path === undefined) throw notFetched(`${jar.coordinate} did not arrive.`)
    const sha256 = sha256Of(path)
    if (sha256 !== jar.sha256) {
      throw notFetched(`${jar.coordinate} has SHA-256 ${sha256}, the lock says ${jar.sha256}: it was changed on its way.`)
    }
    bytes += statSync(path).size
    renameSync(path, join(folder, jar.fileName))
  }
  return bytes
}

function kafkaHome(): string | undefined {
  const home = process.env.KAFKA_HOME
  return home !== undefined && home !== '' && existsSync(join(home, 'libs')) ? home : undefined
}

function notFetched(reason: string): SluiceError {
  return new SluiceError(
    'BROKER_NOT_FETCHED',
    `Cannot fetch Apache Kafka ${KAFKA_VERSION} from Maven Central. Ways out:
  - a broker that runs already:      KAFKA_BROKERS=host:port npm start
  - a container:                     npm start -- --docker
  - an unpacked Kafka on this disk:  KAFKA_HOME=/path/to/kafka_2.13-${KAFKA_VERSION} npm start
  - a mirror or a proxy:             SLUICE_MAVEN_REPOSITORY=https://mirror/maven2 npm start, or HTTPS_PROXY=…
${reason}`,
    { version: KAFKA_VERSION },
  )
}
