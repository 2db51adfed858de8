import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first program of one of these names on PATH. */
export function findProgram(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | undefined {
  const ending = process.platform === 'win32' ? '.exe' : ''
  for (const name of names) {
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      const path = join(folder, `${name}${ending}`)
      if (folder !== '' && isExecutable(path)) return path
    }
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
