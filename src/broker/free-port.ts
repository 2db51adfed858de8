import { connect, createServer } from 'node:net'
import { SluiceError } from '../util/error.ts'

/** How many ports after the preferred one are tried. */
const TRIED_PORTS = 100

/**
 * A loopback port that nothing uses: the preferred one, else the next free above it.
 *
 * @param preferred 0 for any free port
 * @param taken ports to pass over although nothing listens there yet
 * @throws BROKER_NOT_STARTED when a hundred in a row are busy
 */
export async function freePort(preferred: number, taken: readonly number[] = []): Promise<number> {
  if (preferred === 0) {
    const port = await listenBriefly(0)
    return port === undefined || taken.includes(port) ? freePort(0, taken) : port
  }
  for (let port = preferred; port < Math.min(preferred + TRIED_PORTS, 65_536); port++) {
    if (taken.includes(port) || (await portAnswers(port))) continue
    if ((await listenBriefly(port)) !== undefined) return port
  }
  throw new SluiceError(
    'BROKER_NOT_STARTED',
    `Cannot find a free port on 127.0.0.1 from ${preferred} on; ${TRIED_PORTS} were busy.`,
    {
      preferred,
    },
  )
}

/** True when something accepts connections at this loopback port. */
export function portAnswers(port: number, timeoutMs = 500): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMs })
    const finish = (answers: boolean) => {
      socket.destroy()
      resolve(answers)
    }
    socket.on('connect', () => finish(true))
    socket.on('error', () => finish(false))
    socket.on('timeout', () => finish(false))
  })
}

function listenBriefly(port: number): Promise<number | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
