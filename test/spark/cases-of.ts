import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Case } from './case.ts'

/** All fixed cases, by file. */
export async function allCases(): Promise<ReadonlyMap<string, readonly Case[]>> {
  const folder = join(__dirname, 'cases')
  const files = readdirSync(folder).filter(name => name.endsWith('.js'))
  const found = new Map<string, readonly Case[]>()
  for (const file of files.sort()) {
    const { cases } = (await import(pathToFileURL(join(folder, file)).href)) as { cases: readonly Case[] }
    found.set(parse(file).name, cases)
  }
  return found
}

/** What Spark is asked by a case: each Python, and the options of sources and sinks. */
export function askedOf(given: Case): string {
  if (given.kind === 'expressions') return given.expressions.map(({ pyspark }) => pyspark).join('\n')
  if (given.kind === 'fact') return given.pyspark
  const { pyspark, outputMode = 'append', trigger = '', sourceOptions, sink } = given
  const options = JSON.stringify([sourceOptions, sink?.options ?? {}])
  return [pyspark, `outputMode ${outputMode}`, trigger, options].join('\n')
}

/** Why a case gives something else here, on purpose. */
export function differencesOf(given: Case): readonly { readonly name: string; readonly why: string }[] {
  if (given.kind !== 'expressions') return given.differs === undefined ? [] : [{ name: given.name, why: given.differs }]
  return given.expressions.flatMap(({ pyspark, differs }) => (differs === undefined ? [] : [{ name: pyspark, why: differs }]))
}
