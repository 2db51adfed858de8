import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

/** The `code` of a connection that is open but whose other end does not talk Kafka. */
export const NOT_KAFKA = 'ENOTKAFKA'

/** No first answer of Kafka is longer; "HTTP" or a TLS alert read as a length is. */
const MAX_FIRST_ANSWER_BYTES = 0x08000000
const FIRST_ANSWER_MS = 1_500

/**
 * Sockets as kafkajs makes them, which notice at the first answer that the other end is not Kafka. kafkajs alone
 * would wait for the 1.2 GB that "HTTP" means as a length.
 */
export function kafkaSocketFactory(): ISocketFactory {
  const proven = new Set<string>()
  return ({ host, port, ssl, onConnect }) => {
    const secure = ssl !== null && ssl !== undefined
    const socket: Socket = secure
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connect({ host, port }, onConnect)
    socket.setKeepAlive(true, 60_000)
    socket.setNoDelay(true)
    const address = `${host}:${port}`
    if (!proven.has(address)) {
      refuseStrangers(socket, () => proven.add(address))
      // Only the very first connection is sure to be asked something at once (ApiVersions).
      if (proven.size === 0) refuseSilence(socket, secure ? 'secureConnect' : 'connect')
    }
    return socket
  }
}

function refuse(socket: Socket, why: string): void {
  socket.destroy(Object.assign(new Error(why), { code: NOT_KAFKA }))
}

function refuseStrangers(socket: Socket, prove: () => void): void {
  let first = Buffer.alloc(0)
  const look = (data: Buffer) => {
    first = Buffer.concat([first, data])
    if (first.length < 4) return
    socket.off('data', look)
    const length = first.readInt32BE(0)
    if (length < 4 || length > MAX_FIRST_ANSWER_BYTES) refuse(socket, 'the first answer is not a Kafka response')
    else prove()
  }
  socket.on('data', look)
}

function refuseSilence(socket: Socket, connected: string): void {
  let timer: NodeJS.Timeout | undefined
  socket.once(connected, () => {
    timer = setTimeout(() => refuse(socket, 'no answer to the first request'), FIRST_ANSWER_MS)
  })
  socket.once('data', () => clearTimeout(timer))
  socket.once('close', () => clearTimeout(timer))
}
