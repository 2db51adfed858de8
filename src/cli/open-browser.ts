import { spawn } from 'node:child_process'

/** The program that opens an address here; undefined on a machine without a screen. */
export function browserOpener(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'explorer'
  if (env.WSL_DISTRO_NAME !== undefined) return 'wslview'
  const screen = (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== ''
  return screen && env.CI === undefined ? 'xdg-open' : undefined
}

/** Opens an address and does not wait. @returns false where nothing can open it */
export function openBrowser(url: string): Promise<boolean> {
  const opener = browserOpener()
  if (opener === undefined) return Promise.resolve(false)
  return new Promise(resolve => {
    const child = spawn(opener, [url], { detached: true, stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
