import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Called with each line the program prints, from either stream. */
  readonly onLine?: (line: string) => void
  /** The program is ended after this long. Default: never. */
  readonly timeoutMs?: number
}

export interface ProgramResult {
  /** null when a signal ended it or it could not be started. */
  readonly exitCode: number | null
  /** Its last 200 lines, both streams in the order they came. */
  readonly output: string
}

const KEPT_LINES = 200

/** Runs a program to its end without a shell; it ends with this process. Never throws: a program that is not there has exit code null. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const { cwd, env, onLine, timeoutMs } = options
  return new Promise(resolve => {
    const lines: string[] = []
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    })
    const endChild = () => child.kill()
    process.once('exit', endChild)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        lines.push(line)
        if (lines.length > KEPT_LINES) lines.shift()
        onLine?.(line)
      })
    }
    const finish = (exitCode: number | null) => {
      process.removeListener('exit', endChild)
      resolve({ exitCode, output: lines.join('\n') })
    }
    child.on('error', error => {
      lines.push(error.message)
      finish(null)
    })
    child.on('close', code => finish(code))
  })
}

/** The last lines of an output, for an error message. */
export function lastLines(output: string, count = 12): string {
  return output.trimEnd().split('\n').slice(-count).join('\n')
}
