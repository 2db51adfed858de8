import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Finished {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly seconds: number
}

/** Starts one command in a process of its own, as `npx sluice` does. */
export function startCommand(name: 'produce' | 'read', args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(__dirname, 'command-process.js'), name, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

export function finished(child: ChildProcess): Promise<Finished> {
  const startMs = performance.now()
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (data: Buffer) => stdout.push(data))
  child.stderr?.on('data', (data: Buffer) => stderr.push(data))
  return new Promise(resolve =>
    child.on('close', exitCode =>
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode,
        seconds: (performance.now() - startMs) / 1000,
      }),
    ),
  )
}

export function runCommand(name: 'produce' | 'read', args: readonly string[]): Promise<Finished> {
  return finished(startCommand(name, args))
}
