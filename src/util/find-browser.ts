import { existsSync } from 'node:fs'
import { findProgram } from './find-program.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Where an application folder, and not PATH, holds it. */
const APPLICATION = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Chromium or Chrome: `CHROME_PATH`, else from PATH, else the application; `undefined` where the machine has none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.CHROME_PATH ?? ''
  if (named !== '' && existsSync(named)) return named
  return findProgram(NAMES, env) ?? (existsSync(APPLICATION) ? APPLICATION : undefined)
}
