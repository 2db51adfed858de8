import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../src/util/project-root.ts'

/** What a query should have answered. */
export interface Checked {
  readonly query: string
  /** Of the right answer. */
  readonly rows: number
  /** How ours differs, in sentences; none where it is right. */
  readonly differences: readonly string[]
}

/**
 * Compares the rows in `answers/QUERY.json` with what DuckDB finds in the same events.
 *
 * @param python one that has duckdb
 */
export async function check(python: string, log: string, answers: string, queries: readonly string[]): Promise<Checked[]> {
  const program = join(projectRoot(), 'test', 'nexmark', 'check.py')
  const { stdout } = await promisify(execFile)(python, ['-B', program, log, answers, ...queries])
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Checked)
}
