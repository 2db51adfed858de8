import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder of this package: where its `package.json`, `notebooks/`, `.venv` and `.sluice` lie.
 * Found upward from this file, because compiled code lies deeper than its source.
 */
export function projectRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'sluice') return folder
    if (folder === dirname(folder)) throw new Error(`no package.json named "sluice" above ${__dirname}`)
  }
}
