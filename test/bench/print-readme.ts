// Puts the tables of a run into README.md: `node dist/test/bench/print-readme.js FILE [--write]`, FILE by
// `npm run bench -- --out FILE`. Without --write they are printed.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/util/project-root.ts'
import { mustsOf } from './musts.ts'
import type { Report } from './results.ts'
import { markdownReport } from './table.ts'

export const START = '<!-- printed by test/bench/print-readme.ts from a run of npm run bench -->'
export const END = '<!-- end of the bench -->'

/** @throws Error where the markers are not there, or in the wrong order */
export function betweenMarkers(text: string, inserted: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`README.md needs a line ${START} and after it a line ${END}.`)
  return `${text.slice(0, start + START.length)}\n${inserted}\n${text.slice(end)}`
}

if (require.main === module) {
  const [file, write] = process.argv.slice(2)
  if (file === undefined) throw new Error('Which file? See `npm run bench -- --out FILE`.')
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const tables = markdownReport(report, mustsOf(report))
  const readme = join(projectRoot(), 'README.md')
  if (write === '--write') writeFileSync(readme, betweenMarkers(readFileSync(readme, 'utf8'), tables))
  else process.stdout.write(`${tables}\n`)
}
