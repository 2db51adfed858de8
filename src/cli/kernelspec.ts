import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localFolders } from '../broker/local-folders.ts'
import { projectRoot } from '../util/project-root.ts'

/** Where Jupyter, started from the project's `.venv`, looks for kernels. */
export function kernelspecFile(venv: string = localFolders.venv()): string {
  return join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json')
}

/**
 * Tells the project's JupyterLab of tslab. Nothing is written to the user's home.
 *
 * `tslab install` is not used: it needs another Python on PATH and writes to a shared folder.
 *
 * @returns one line for the step's end
 */
export function ensureKernelspec(venv: string = localFolders.venv()): string {
  const root = projectRoot()
  const preload = join(root, 'dist', 'src', 'notebook', 'kernel-preload.js')
  const kernel = [join(root, 'node_modules', 'tslab', 'bin', 'tslab'), 'kernel', '--config-path', '{connection_file}']
  const spec = {
    argv: [process.execPath, ...(existsSync(preload) ? ['-r', preload] : []), ...kernel],
    display_name: 'TypeScript',
    language: 'typescript',
  }
  const text = `${JSON.stringify(spec, null, 2)}\n`
  const file = kernelspecFile(venv)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return 'there'
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return 'tslab, in .venv'
}
