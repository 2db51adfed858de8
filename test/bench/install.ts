import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localFolders, venvProgram } from '../../src/broker/local-folders.ts'
import { findPython } from '../../src/broker/python.ts'
import { lastLines, runProgram } from '../../src/broker/run-program.ts'
import { projectRoot } from '../../src/util/project-root.ts'

/** What a peer needs beside this project. */
export interface Parts {
  /** Python packages of `peers/requirements-NAME.txt`, in an environment of their own. */
  readonly python?: string
  /** Jars of a lock, relative to `test`. */
  readonly jars?: string
}

/** Where the parts are. */
export interface Installed {
  readonly python: string
  readonly jars: string
}

export const peersFolder = () => join(projectRoot(), 'test', 'bench', 'peers')
const homeOf = (name: string) => join(localFolders.work(), 'bench', name)

/**
 * Brings what a peer needs, from PyPI and Maven Central alone, or leaves it alone when it is there.
 *
 * @throws Error that says why it cannot be had
 */
export async function install({ python, jars }: Parts): Promise<Installed> {
  return {
    python: python === undefined ? '' : await installPython(python),
    jars: jars === undefined ? '' : await installJars(jars),
  }
}

async function installPython(name: string): Promise<string> {
  const venv = join(homeOf(name), 'venv')
  const requirements = join(peersFolder(), `requirements-${name}.txt`)
  const stamp = stampOf(venv, requirements)
  const program = venvProgram('python', venv)
  if (stamp.isThere() && existsSync(program)) return program
  if (!existsSync(program)) {
    const python = await findPython()
    if (python === undefined) throw new Error('no Python 3.10 or newer is there')
    rmSync(venv, { recursive: true, force: true })
    await succeed(python.path, ['-m', 'venv', venv])
  }
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input']
  await succeed(program, ['-m', 'pip', 'install', ...quiet, '-r', requirements])
  stamp.write()
  return program
}

async function installJars(lock: string): Promise<string> {
  const path = join(projectRoot(), 'test', lock)
  const folder = homeOf(`jars-${createHash('sha256').update(lock).digest('hex').slice(0, 8)}`)
  const stamp = stampOf(folder, path)
  if (stamp.isThere() && existsSync(folder)) return folder
  rmSync(folder, { recursive: true, force: true })
  // jgo lives in the project's environment, as for the broker's jars.
  await succeed(venvProgram('python'), [join(peersFolder(), 'jars.py'), path, folder])
  stamp.write()
  return folder
}

/** A note beside a folder of what it was made from. */
function stampOf(folder: string, source: string) {
  const file = `${folder}.made-from`
  // The programs of a venv name its folder: one that was moved is not there.
  const wanted = `${folder}\n${readFileSync(source, 'utf8')}`
  return {
    isThere: () => existsSync(file) && readFileSync(file, 'utf8') === wanted,
    write: () => writeFileSync(file, wanted),
  }
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  mkdirSync(join(localFolders.work(), 'bench'), { recursive: true })
  const { exitCode, output } = await runProgram(command, args)
  if (exitCode !== 0) throw new Error(lastLines(output, 2).replaceAll('\n', ' '))
}
