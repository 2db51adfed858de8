import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Answer } from './answers.ts'
import { treeOf, treeUse } from './process-tree.ts'

/** A program that reads a topic, and how its result is told. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Its result when this line of its standard output tells it. */
  result(line: string): Reported | undefined
}

/** What a program says of itself. */
export interface Reported extends Answer {
  /** From the first connection to the answer: without the start of the process and what it loads. */
  readonly workSeconds?: number
  /** What else it measured, by name. */
  readonly figures?: Readonly<Record<string, number>>
  readonly version?: string
}

/** What the bench saw of one run, from outside. */
export interface Run {
  /** From the start of the process to its answer. */
  readonly wallSeconds: number
  /** Of the process and all it started; null where the system does not tell. */
  readonly cpuSeconds: number | null
  readonly peakRssMb: number | null
  readonly reported: Reported
}

const SAMPLE_MS = 40
/** Looking for new children reads all processes: not at each sample. */
const SAMPLES_PER_TREE = 5
const KEPT_LINES = 30

/**
 * Runs a program to its end, and measures it until its result is there.
 *
 * @throws Error with the end of what it printed when it fails, tells nothing or takes too long
 */
export function measure(program: Program, timeoutMs = 900_000): Promise<Run> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now()
    // A group of its own: what it leaves behind is ended with it.
    const child = spawn(program.command, [...program.args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(program.env === undefined ? {} : { env: { ...process.env, ...program.env } }),
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
    })
    const sampled = sampler(child.pid)
    const lines: string[] = []
    let seen: Omit<Run, 'reported'> | null = null
    let run: Run | null = null
    let tooLong = false
    const endGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // nothing of it is left
      }
    }
    const timer = setTimeout(() => {
      tooLong = true
      endGroup()
    }, timeoutMs)
    process.once('exit', endGroup)
    const take = (line: string) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
    }
    createInterface({ input: child.stdout }).on('line', line => {
      const reported = run === null ? program.result(line) : undefined
      if (reported === undefined && line !== MEASURED) return take(line)
      seen ??= { wallSeconds: (performance.now() - startMs) / 1000, ...sampled.end() }
      if (reported !== undefined) run = { ...seen, reported }
    })
    createInterface({ input: child.stderr }).on('line', take)
    child.on('error', error => take(error.message))
    child.on('close', code => {
      clearTimeout(timer)
      process.removeListener('exit', endGroup)
      sampled.end()
      endGroup()
      if (run !== null && code === 0) return resolve(run)
      const how = tooLong ? `took longer than ${timeoutMs / 1000} s` : run === null ? 'told no result' : `ended with code ${code}`
      reject(new Error(`It ${how}. It printed:\n${lines.join('\n')}`))
    })
  })
}

function sampler(root: number | undefined) {
  if (root === undefined) return { end: () => ({ cpuSeconds: null, peakRssMb: null }) }
  let pids = [root]
  let [cpuSeconds, peakRssMb] = [0, 0]
  let samples = 0
  const sample = (wholeTree: boolean) => {
    if (wholeTree) pids = treeOf(root)
    const use = treeUse(pids)
    if (use === null) return
    cpuSeconds = Math.max(cpuSeconds, use.cpuSeconds)
    peakRssMb = Math.max(peakRssMb, use.rssMb, use.largestMb)
    samples++
  }
  let turn = 0
  const timer = setInterval(() => sample(turn++ % SAMPLES_PER_TREE === 0), SAMPLE_MS)
  let ended = false
  return {
    /** Looks once more, the first time it is called. */
    end() {
      if (!ended) sample(true)
      ended = true
      clearInterval(timer)
      return samples === 0 ? { cpuSeconds: null, peakRssMb: null } : { cpuSeconds, peakRssMb }
    },
  }
}

/** The result of a program of ours: a line of JSON behind a word. */
export function resultLine(line: string): Reported | undefined {
  return line.startsWith(RESULT) ? (JSON.parse(line.slice(RESULT.length)) as Reported) : undefined
}

const RESULT = 'RESULT '
/** A program that checks its answer before it tells it says by this line that its work is done. */
const MEASURED = 'MEASURED'

/** What follows is not measured. */
export function endMeasure(): void {
  process.stdout.write(`${MEASURED}\n`)
}

/** Tells the bench the result, from within a program of it. */
export function tellResult(reported: Reported): void {
  process.stdout.write(`${RESULT}${JSON.stringify(reported)}\n`)
}
