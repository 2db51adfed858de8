import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../src/util/project-root.ts'

interface Socket {
  connect(address: string): void
  subscribe(): void
  send(frames: (string | Buffer)[]): Promise<void>
  close(): void
  [Symbol.asyncIterator](): AsyncIterator<Buffer[]>
}

export interface KernelMessage {
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever the protocol sends
  readonly content: any
}

export interface Kernel {
  readonly process: ChildProcess
  /** Runs a cell; resolves with its messages when the kernel is idle again. */
  run(code: string, options?: { stopOnError?: boolean; onMessage?: (message: KernelMessage) => void }): Promise<CellResult>
  shutdown(): Promise<void>
}

export interface CellResult {
  readonly reply: KernelMessage
  readonly messages: readonly KernelMessage[]
  readonly stdout: string
  readonly stderr: string
}

const KEY = 'key'
const DELIMITER = '<IDS|MSG>'

/** The real tslab kernel, driven over its sockets as Jupyter does it. */
export async function startKernel(options: { preload: boolean }): Promise<Kernel> {
  const root = projectRoot()
  const zmq = require(require.resolve('zeromq', { paths: [root] })) as Record<'Dealer' | 'Subscriber', new () => Socket>
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-kernel-'))
  const ports = await freePorts(5)
  const [shellPort, iopubPort, controlPort, stdinPort, hbPort] = ports
  const connection = { transport: 'tcp', ip: '127.0.0.1', key: KEY, signature_scheme: 'hmac-sha256' }
  const file = join(scratch, 'connection.json')
  writeFileSync(
    file,
    JSON.stringify({
      ...connection,
      shell_port: shellPort,
      iopub_port: iopubPort,
      control_port: controlPort,
      stdin_port: stdinPort,
      hb_port: hbPort,
    }),
  )
  const preload = options.preload ? ['-r', join(__dirname, '..', '..', 'src', 'notebook', 'kernel-preload.js')] : []
  const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab')
  const child = spawn(process.execPath, [...preload, tslab, 'kernel', '--config-path', file], {
    cwd: join(root, 'notebooks'),
    stdio: 'inherit',
  })
  const shell = new zmq.Dealer()
  const iopub = new zmq.Subscriber()
  shell.connect(`tcp://127.0.0.1:${shellPort}`)
  iopub.connect(`tcp://127.0.0.1:${iopubPort}`)
  iopub.subscribe()
  const waiting = new Map<string, (message: KernelMessage, channel: 'shell' | 'iopub') => void>()
  for (const [channel, socket] of [
    ['shell', shell],
    ['iopub', iopub],
  ] as const)
    void deliver(socket, channel)

  async function deliver(socket: Socket, channel: 'shell' | 'iopub') {
    for await (const frames of { [Symbol.asyncIterator]: () => socket[Symbol.asyncIterator]() }) {
      const start = frames.findIndex(frame => frame.toString() === DELIMITER)
      const [header, parent, , content] = frames.slice(start + 2).map(frame => JSON.parse(frame.toString()))
      waiting.get(parent.msg_id)?.({ type: header.msg_type, content }, channel)
    }
  }
  const request = async (type: string, content: object): Promise<string> => {
    const id = randomUUID()
    const header = {
      msg_id: id,
      msg_type: type,
      session: 'test',
      username: 'test',
      version: '5.3',
      date: new Date().toISOString(),
    }
    const parts = [header, {}, {}, content].map(part => JSON.stringify(part))
    const signature = createHmac('sha256', KEY).update(parts.join('')).digest('hex')
    await shell.send([DELIMITER, signature, ...parts])
    return id
  }
  const ask = (type: string, content: object, onMessage?: (message: KernelMessage) => void): Promise<CellResult> =>
    new Promise((resolve, reject) => {
      const messages: KernelMessage[] = []
      let reply: KernelMessage | undefined
      let isIdle = false
      const text = (name: string) =>
        messages
          .filter(m => m.type === 'stream' && m.content.name === name)
          .map(m => m.content.text)
          .join('')
      const timer = setTimeout(() => reject(new Error(`the kernel did not become idle: ${messages.length} messages`)), 20_000)
      const listen = (message: KernelMessage, channel: 'shell' | 'iopub') => {
        if (channel === 'shell') reply = message
        else if (message.type === 'status') isIdle ||= message.content.execution_state === 'idle'
        else messages.push(message)
        onMessage?.(message)
        if (reply === undefined || !isIdle) return
        clearTimeout(timer)
        resolve({ reply, messages, stdout: text('stdout'), stderr: text('stderr') })
      }
      request(type, content).then(id => waiting.set(id, listen), reject)
    })

  // The subscription reaches the kernel at some moment after it has started; a cell proves it.
  for (let ready = false; !ready; ) {
    ready = await Promise.race([
      ask('kernel_info_request', {}).then(() => true),
      new Promise<boolean>(resolve => setTimeout(resolve, 1500, false)),
    ])
  }
  return {
    process: child,
    run: (code, { stopOnError = true, onMessage } = {}) =>
      ask('execute_request', { code, stop_on_error: stopOnError }, onMessage),
    async shutdown() {
      const ended = new Promise(resolve => child.once('exit', resolve))
      await request('shutdown_request', { restart: false })
      const kill = setTimeout(() => child.kill('SIGKILL'), 3000)
      await ended
      clearTimeout(kill)
      shell.close()
      iopub.close()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>(resolve => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map(server => (server.address() as { port: number }).port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}
