import { homedir, tmpdir } from 'node:os'

/** The parts of an nbformat 4 file that are used here. Texts are lists of lines, or one string. */
export interface NotebookFile {
  cells: Cell[]
  metadata: Record<string, unknown>
}
export interface Cell {
  cell_type: 'code' | 'markdown' | 'raw'
  source: Text
  metadata: Record<string, unknown>
  execution_count?: number | null
  outputs?: Output[]
}
export interface Output {
  output_type: 'stream' | 'display_data' | 'execute_result' | 'error'
  name?: 'stdout' | 'stderr'
  text?: Text
  data?: Record<string, unknown>
}
export type Text = string | string[]

export function textOf(text: Text | undefined): string {
  return Array.isArray(text) ? text.join('') : (text ?? '')
}

export function codeCells(notebook: NotebookFile): Cell[] {
  return notebook.cells.filter(cell => cell.cell_type === 'code' && textOf(cell.source).trim() !== '')
}

/** An executed notebook as it is committed: real counts and outputs, no times of day of the run, no paths of the machine. */
export function normalised(notebook: NotebookFile, root: string): NotebookFile {
  const { kernelspec, language_info: language } = notebook.metadata as Record<string, Record<string, unknown> | undefined>
  let count = 0
  const cells = notebook.cells.map(cell => {
    const { execution: _, ...metadata } = cell.metadata
    if (cell.cell_type !== 'code') return { ...cell, metadata }
    const hasRun = textOf(cell.source).trim() !== ''
    if (hasRun) count++
    return {
      ...cell,
      metadata,
      execution_count: hasRun ? (cell.execution_count ?? count) : null,
      outputs: withoutPaths(cell.outputs ?? [], root) as Output[],
    }
  })
  const languageInfo = { name: language?.name ?? 'typescript', file_extension: '.ts', mimetype: 'text/typescript' }
  return { ...notebook, cells, metadata: { ...(kernelspec && { kernelspec }), language_info: languageInfo } }
}

/** nbformat's own way of writing: one space of indentation and a line break at the end. */
export function notebookText(notebook: NotebookFile): string {
  return `${JSON.stringify(notebook, null, 1)}\n`
}

function withoutPaths(value: unknown, root: string): unknown {
  if (typeof value === 'string') return withoutPath(value, root)
  if (Array.isArray(value)) return value.map(item => withoutPaths(item, root))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutPaths(item, root)]))
}

function withoutPath(text: string, root: string): string {
  const places: [string, string][] = [
    [root, '.'],
    [homedir(), '~'],
    [tmpdir(), '$TMPDIR'],
  ]
  return places.reduce((shown, [path, name]) => (path.length > 1 ? shown.replaceAll(`${path}/`, `${name}/`) : shown), text)
}
