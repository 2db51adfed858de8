import { connect, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'
import { responseFrames } from './response-frames.ts'

/** The `code` of a connection that is open but whose other end does not talk Kafka. */
export const NOT_KAFKA = 'ENOTKAFKA'

/** No first answer of Kafka is longer; "HTTP" or a TLS alert read as a length is. */
const MAX_FIRST_ANSWER_BYTES = 0x08000000
const FIRST_ANSWER_MS = 1_500

/**
 * Sockets as kafkajs makes them, which read whole responses and notice at the first answer that the other end is not
 * Kafka. kafkajs alone would wait for the 1.2 GB that "HTTP" means as a length.
 */
export function kafkaSocketFactory(): ISocketFactory {
  const proven = new Set<string>()
  return ({ host, port, ssl, onConnect }) => {
    const address = `${host}:${port}`
    const isProven = proven.has(address)
    const secure = ssl !== null && ssl !== undefined
    const socket: Socket = secure
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connectPlain(host, port, onConnect)
    socket.setKeepAlive(true, 60_000)
    socket.setNoDelay(true)
    if (!isProven) {
      if (secure) refuseStrangers(socket, () => proven.add(address))
      else socket.once('data', () => proven.add(address))
      // Only the very first connection is sure to be asked something at once (ApiVersions).
      if (proven.size === 0) refuseSilence(socket, secure ? 'secureConnect' : 'connect')
    }
    return socket
  }
}

/** A socket whose `data` are whole responses. */
function connectPlain(host: string, port: number, onConnect: () => void): Socket {
  let isFirst = true
  const frames = responseFrames(
    length => !isFirst || mayBeFirst(length),
    response => {
      isFirst = false
      socket.emit('data', response)
    },
    () => refuse(socket, NO_RESPONSE),
  )
  const onread: OnReadOpts = {
    // The types know of one buffer for all reads only.
    buffer: frames.room as unknown as Uint8Array,
    callback(bytes) {
      frames.filled(bytes)
      return true
    },
  }
  const socket: Socket = connect({ host, port, onread }, onConnect)
  return socket
}

const NO_RESPONSE = 'what it answers is not a Kafka response'
const mayBeFirst = (length: number): boolean => length >= 4 && length <= MAX_FIRST_ANSWER_BYTES

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
    if (mayBeFirst(length)) prove()
    else refuse(socket, NO_RESPONSE)
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
