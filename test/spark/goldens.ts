import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/util/project-root.ts'
import type { Canonical } from './canonical.ts'

/** What is kept of a case: Spark's outcome; of one that differs on purpose also sluice's, and why. */
export type Kept = Canonical | { readonly spark: Canonical; readonly sluice: Canonical; readonly differs: string }
/** By the name of the case; of a table by the name and then the expression. */
export type Goldens = Readonly<Record<string, Canonical>>

const WIDTH = 120

export const goldensFile = (name: string): string => join(projectRoot(), 'test', 'spark', 'goldens', `${name}.json`)

export function readGoldens(name: string): Goldens {
  const file = goldensFile(name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

export function writeGoldens(name: string, goldens: Goldens): void {
  mkdirSync(join(goldensFile(name), '..'), { recursive: true })
  writeFileSync(goldensFile(name), `${printed(goldens)}\n`)
}

/** JSON with what fits on one line on one line: rows stay readable, and a change shows where it is. */
export function printed(value: Canonical, indent = ''): string {
  const line = JSON.stringify(value)
  if (value === null || typeof value !== 'object' || line.length + indent.length <= WIDTH) return line
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map(item => inner + printed(item, inner)).join(',\n')}\n${indent}]`
  const entries = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${printed(item, inner)}`)
  return `{\n${entries.join(',\n')}\n${indent}}`
}
