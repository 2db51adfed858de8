import { existsSync } from 'node:fs'

/** The system's Chromium; `undefined` where the machine has none. */
export function findChromium(): string | undefined {
  return [process.env.CHROME_PATH ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    path => path !== '' && existsSync(path),
  )
}
