import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { projectRoot } from '../../src/util/project-root.ts'
import { codeCells, type NotebookFile, normalised, notebookText, type Output, textOf } from './notebook-file.ts'

export interface RunOptions {
  /** Names of notebooks, with or without `.ipynb`; all of `folder` when left out. */
  readonly names?: readonly string[]
  /** `notebooks/` of the project by default. */
  readonly folder?: string
  /** A Python with nbclient; SLUICE_PYTHON or the project's own by default. */
  readonly python?: string
  /** The kernelspec's name, `tslab` by default. */
  readonly kernel?: string
  /** Stores executed notebooks in place, normalised for the repository. Only those without failures. */
  readonly write?: boolean
  readonly onResult?: (result: NotebookResult) => void
}

export interface NotebookResult {
  readonly notebook: string
  readonly cells: number
  readonly seconds: number
  /** Sentences; empty when all is well. */
  readonly failures: readonly string[]
  readonly executed: NotebookFile
}

/** A notebook larger than this does not open well, and is no document any more. */
const MAX_NOTEBOOK_BYTES = 3_000_000

/** Dumps of objects that nobody meant to show. */
const RAW_DUMP = /\$dataIncolumnFormat|\[object Object\]|^Promise \{|\[Function: |<ref \*\d+>/m

/** Runs notebooks on the real kernel through Jupyter, one after another, each in a fresh kernel, and judges their outputs. */
export async function runNotebooks(options: RunOptions = {}): Promise<NotebookResult[]> {
  const folder = options.folder ?? join(projectRoot(), 'notebooks')
  const results: NotebookResult[] = []
  for (const name of notebookNames(folder, options.names)) {
    const result = await runNotebook(join(folder, name), options)
    if (options.write === true && result.failures.length === 0) writeFileSync(join(folder, name), notebookText(result.executed))
    options.onResult?.(result)
    results.push(result)
  }
  return results
}

/** The notebooks of a folder in order, or those asked for. */
export function notebookNames(folder: string, names: readonly string[] = []): string[] {
  const all = readdirSync(folder)
    .filter(name => name.endsWith('.ipynb'))
    .sort()
  if (names.length === 0) return all
  return names.map(name => {
    const wanted = basename(name, '.ipynb')
    const found = all.find(candidate => basename(candidate, '.ipynb') === wanted)
    if (found === undefined) throw new Error(`There is no notebook ${wanted}. There are: ${all.join(', ')}`)
    return found
  })
}

async function runNotebook(path: string, options: RunOptions): Promise<NotebookResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-notebook-'))
  const target = join(scratch, basename(path))
  const startedMs = performance.now()
  try {
    const { status, stderr } = await execute(path, target, options)
    const seconds = (performance.now() - startedMs) / 1000
    if (status !== 0 && status !== 3) throw new Error(`Cannot run ${basename(path)}: ${stderr.trim()}`)
    const executed = normalised(JSON.parse(readFileSync(target, 'utf8')), projectRoot())
    const failures = failuresOf(executed)
    if (status === 3 && failures.length === 0) failures.push('a cell failed without a word')
    return { notebook: basename(path), cells: codeCells(executed).length, seconds, failures, executed }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function execute(path: string, target: string, options: RunOptions): Promise<{ status: number | null; stderr: string }> {
  const root = projectRoot()
  const windows = process.platform === 'win32'
  const python =
    options.python ??
    process.env.SLUICE_PYTHON ??
    join(root, '.venv', windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python')
  const script = join(root, 'test', 'notebooks', 'execute.py')
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script, path, target, options.kernel ?? 'tslab'], { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr = (stderr + chunk).slice(-4000)
    })
    child.on('error', error => reject(new Error(`Cannot start ${python}: ${error.message}. Run "npm start" once: it makes it.`)))
    child.on('close', status => resolve({ status, stderr }))
  })
}

function failuresOf(notebook: NotebookFile): string[] {
  const failures: string[] = []
  const cells = codeCells(notebook)
  for (const [i, cell] of cells.entries()) {
    for (const output of cell.outputs ?? []) {
      const text = outputText(output)
      const start = text.trim().split('\n').slice(0, 6).join('\n    ')
      if (output.output_type === 'error' || output.name === 'stderr') failures.push(`cell ${i + 1} wrote an error: ${start}`)
      else if (RAW_DUMP.test(text)) failures.push(`cell ${i + 1} dumped an object: ${start}`)
    }
  }
  if (cells.every(cell => (cell.outputs ?? []).length === 0)) failures.push('no cell has an output')
  const bytes = Buffer.byteLength(notebookText(notebook))
  if (bytes > MAX_NOTEBOOK_BYTES) failures.push(`the notebook has ${bytes} bytes, at most ${MAX_NOTEBOOK_BYTES} are meant`)
  return failures
}

function outputText(output: Output): string {
  return textOf(output.text) + textOf(output.data?.['text/plain'] as string | undefined)
}

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const results = await runNotebooks({
    names: words.filter(word => !word.startsWith('--')),
    write: words.includes('--write'),
    onResult({ notebook, cells, seconds, failures }) {
      process.stdout.write(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${notebook}  ${cells} cells  ${seconds.toFixed(1)} s\n`)
      for (const failure of failures) process.stdout.write(`     ${failure}\n`)
    },
  })
  const failed = results.filter(result => result.failures.length > 0).length
  process.stdout.write(`${results.length} notebooks, ${failed} failed\n`)
  process.exitCode = failed === 0 && results.length > 0 ? 0 : 1
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
