import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SluiceError } from '../util/error.ts'
import { localFolders, venvProgram } from './local-folders.ts'
import { lastLines, runProgram } from './run-program.ts'

/** The oldest Python that the pinned JupyterLab supports. */
export const OLDEST_PYTHON = [3, 10] as const

export interface PythonProgram {
  readonly path: string
  readonly version: string
}

/**
 * A Python that can make the project's `.venv`: `SLUICE_PYTHON`, else `python3`, else `python`. Never the one in `.venv` itself.
 *
 * @returns undefined when none is 3.10 or newer
 */
export async function findPython(): Promise<PythonProgram | undefined> {
  const named = process.env.SLUICE_PYTHON
  const names = named === undefined || named === '' ? ['python3', 'python'] : [named, 'python3', 'python']
  const program = 'import sys; print(sys.executable); print(".".join(map(str, sys.version_info[:3])))'
  for (const name of names) {
    const { exitCode, output } = await runProgram(name, ['-c', program], { timeoutMs: 15_000 })
    const [path = '', version = ''] = output.split('\n')
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (path.startsWith(localFolders.venv())) continue // what is to be made anew cannot make itself
    if (exitCode === 0 && (major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]))) {
      return { path, version }
    }
  }
  return undefined
}

/** True when `.venv` holds what the requirements ask for. */
export function venvIsReady(): boolean {
  return existsSync(venvProgram('python')) && stampOf(localFolders.venv()) === wantedStamp()
}

/**
 * Makes `.venv` with the pinned packages, or leaves it alone when it is up to date.
 *
 * @returns one line for the step's end
 * @throws SETUP_FAILED without a usable Python, or when the packages cannot be installed
 */
export async function ensureVenv(progress: (text: string) => void = () => {}): Promise<string> {
  if (venvIsReady()) return 'there'
  const venv = localFolders.venv()
  const python = await findPython()
  if (python === undefined) {
    throw new SluiceError(
      'SETUP_FAILED',
      `Cannot make ${venv}: no Python ${OLDEST_PYTHON.join('.')} or newer found. Install Python (with its venv module), or name one by SLUICE_PYTHON=/path/to/python3.`,
    )
  }
  progress(`making .venv with Python ${python.version}`)
  rmSync(venv, { recursive: true, force: true })
  const made = await runProgram(python.path, ['-m', 'venv', venv])
  if (made.exitCode !== 0) {
    throw new SluiceError(
      'SETUP_FAILED',
      `Cannot make ${venv} with ${python.path} -m venv. On Debian and Ubuntu: apt-get install python3-venv.\n${lastLines(made.output)}`,
      { venv },
    )
  }
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off']
  const pip = ['-m', 'pip', 'install', ...quiet, '-r', requirements()]
  let packages = 0
  const installed = await runProgram(venvProgram('python'), pip, {
    onLine: line => {
      if (line.startsWith('Collecting ')) progress(`${++packages} packages found, now ${line.split(/[ =<>!~;[]/, 2)[1]}`)
      else if (line.startsWith('Installing ')) progress(`installing ${packages} packages`)
    },
  })
  if (installed.exitCode !== 0) {
    throw new SluiceError(
      'SETUP_FAILED',
      `Cannot install the Python packages of src/broker/requirements.txt into ${venv}. Is the package index reachable (a proxy: HTTPS_PROXY, a mirror: PIP_INDEX_URL)? pip says:\n${lastLines(installed.output)}`,
      { venv },
    )
  }
  writeFileSync(join(venv, '.sluice-requirements'), wantedStamp())
  return `Python ${python.version}, ${packages} packages`
}

const requirements = (): string => join(localFolders.brokerCode(), 'requirements.txt')

function wantedStamp(): string {
  // The programs of a venv name its folder: one that was moved or copied is not there.
  return createHash('sha256').update(localFolders.venv()).update(readFileSync(requirements())).digest('hex')
}

function stampOf(venv: string): string {
  const file = join(venv, '.sluice-requirements')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
