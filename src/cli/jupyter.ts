import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../broker/free-port.ts'
import { localFolders, venvProgram } from '../broker/local-folders.ts'
import { commandLineOf, endProcess, processLives } from '../broker/processes.ts'
import { lastLines } from '../broker/run-program.ts'
import { SluiceError } from '../util/error.ts'
import { projectRoot } from '../util/project-root.ts'

const READY_WITHIN_MS = 60_000
/** A server with idle kernels ends in two seconds. */
const STOP_PATIENCE_MS = 6000

export interface RunningJupyter {
  readonly port: number
  readonly pid: number
  /** Opens the lab without asking for the token. */
  readonly url: string
  readonly token: string
  /** Ends when the server ends by itself (File > Shut Down). */
  readonly ended: Promise<void>
}

/** All folders to which Jupyter and IPython write, inside the project instead of the user's home. */
export function jupyterEnvironment(): Record<string, string> {
  const folder = join(localFolders.work(), 'jupyter')
  return {
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
    IPYTHONDIR: join(folder, 'ipython'),
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTER_NO_CONFIG: '1',
  }
}

/**
 * Starts JupyterLab on `notebooks/`, for this machine only and with a new token, and waits until it answers.
 *
 * @param preferredPort the next free one is taken when it is busy
 * @throws SETUP_FAILED with the end of its log
 */
export async function startJupyter(preferredPort: number, env: NodeJS.ProcessEnv = process.env): Promise<RunningJupyter> {
  await endOrphans()
  const root = projectRoot()
  const log = join(localFolders.work(), 'jupyter.log')
  const port = await freePort(preferredPort)
  const token = randomBytes(24).toString('hex')
  const args = [
    '-m',
    'jupyterlab',
    '--no-browser',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${join(root, 'notebooks')}`,
    '--MultiKernelManager.default_kernel_name=tslab',
    '--LabApp.news_url=None',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly',
  ]
  if (process.getuid?.() === 0) args.push('--allow-root')
  mkdirSync(localFolders.work(), { recursive: true })
  quietNews()
  const output = openSync(log, 'w')
  const child = spawn(venvProgram('python'), args, {
    cwd: root,
    // The token goes by the environment: every user of the machine can read command lines.
    env: { ...env, ...jupyterEnvironment(), JUPYTER_TOKEN: token },
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const pid = child.pid ?? 0
  const ended = new Promise<void>(resolve => {
    child.on('exit', () => resolve())
    child.on('error', () => resolve())
  })
  writeFileSync(stateFile(process.pid), JSON.stringify({ pid }))
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await answers(port, token))) {
    if (pid === 0 || !processLives(pid) || Date.now() > deadline) {
      await stopOwnJupyter()
      throw new SluiceError(
        'SETUP_FAILED',
        `Cannot start JupyterLab. Its log is ${log}:\n${lastLines(readFileSync(log, 'utf8'), 8)}\nIf .venv is broken, delete it and run \`npm start\` again.`,
        { log },
      )
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return { port, pid, token, url: `http://127.0.0.1:${port}/lab?token=${token}`, ended }
}

/** JupyterLab asks each new user about news, in a box over the notebook; it asks a server that not everybody reaches. */
function quietNews(): void {
  const folder = join(jupyterEnvironment().JUPYTERLAB_SETTINGS_DIR!, '@jupyterlab', 'apputils-extension')
  mkdirSync(folder, { recursive: true })
  const settings = join(folder, 'notification.jupyterlab-settings')
  if (!existsSync(settings)) writeFileSync(settings, JSON.stringify({ fetchNews: 'false', checkForUpdates: false }))
}

async function answers(port: number, token: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/status`, { headers: { authorization: `token ${token}` } })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/** Ends the JupyterLab that this process started, wherever its start has got to. */
export async function stopOwnJupyter(): Promise<void> {
  const pid = readState(stateFile(process.pid))
  if (pid === undefined) return
  if (processLives(pid)) await endProcess(pid, STOP_PATIENCE_MS)
  rmSync(stateFile(process.pid), { force: true })
}

/** One file for each process that started a JupyterLab: `npm start` and the tests may run at the same time. */
const stateFile = (ownerPid: number): string => join(localFolders.work(), `jupyter-${ownerPid}.json`)

function readState(path: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid
  } catch {
    return undefined
  }
}

/** A JupyterLab whose starter was killed still runs, and its token is known to nobody. */
async function endOrphans(): Promise<void> {
  const states = existsSync(localFolders.work()) ? readdirSync(localFolders.work()) : []
  for (const name of states) {
    const ownerPid = Number(/^jupyter-(\d+)\.json$/.exec(name)?.[1])
    if (Number.isNaN(ownerPid) || processLives(ownerPid)) continue
    const pid = readState(stateFile(ownerPid))
    if (pid !== undefined && commandLineOf(pid).includes(join(projectRoot(), 'notebooks')))
      await endProcess(pid, STOP_PATIENCE_MS)
    rmSync(stateFile(ownerPid), { force: true })
  }
}
