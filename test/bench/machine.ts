import { cpus, release, totalmem, type } from 'node:os'
import type { JavaProgram } from '../../src/broker/java.ts'
import { runProgram } from '../../src/broker/run-program.ts'

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGib: number
  readonly system: string
  readonly node: string
  readonly java: string
  readonly python: string
  readonly kafka: string
}

export async function machineOf(java: JavaProgram, python: string, kafka: string): Promise<Machine> {
  const { output } = await runProgram(python, ['-c', 'import platform; print(platform.python_version())'])
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    java: java.version,
    python: output.trim(),
    kafka,
  }
}
