import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { startDockerBroker } from '../../src/broker/docker-broker.ts'
import { processLives } from '../../src/broker/processes.ts'
import { topicAdmin } from '../../src/broker/topics.ts'
import { browserOpener } from '../../src/cli/open-browser.ts'
import { brokersFromEnvironment } from '../../src/sources/kafka/client.ts'
import { projectRoot } from '../../src/util/project-root.ts'

const setup = join(projectRoot(), 'src', 'cli', 'setup.cjs')

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exited: Promise<number | null>
}

function npmStart(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [setup, 'start', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', data => {
      text += data
    })
  }
  return { child, output: () => text, exited: new Promise(resolve => child.on('close', code => resolve(code))) }
}

async function untilPrinted({ output, exited }: Started, pattern: RegExp): Promise<RegExpExecArray> {
  let ended = false
  void exited.then(() => {
    ended = true
  })
  for (;;) {
    const match = pattern.exec(output())
    if (match !== null) return match
    assert.equal(ended, false, output())
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** What a start wrote of the JupyterLab that it started. */
function jupyterStates(ownerPid: number): string[] {
  return readdirSync(join(projectRoot(), '.sluice')).filter(name => name === `jupyter-${ownerPid}.json`)
}

test('npm start on a running broker fills the topic, answers with its token alone, and Ctrl-C ends it all within seconds', async () => {
  const started = npmStart(['--no-browser', '--port', '18888'])
  const [, url = '', port = '', token = ''] = await untilPrinted(
    started,
    /(http:\/\/127\.0\.0\.1:(\d+)\/lab\?token=([0-9a-f]{48}))/,
  )
  assert.match(started.output(), /✓ Topic .*real-time-transactions, 3 partitions/)
  assert.doesNotMatch(started.output(), /✓ (Kafka broker|Apache Kafka) /)

  const api = (path: string, authorization: string) =>
    fetch(`http://127.0.0.1:${port}/api/${path}`, { headers: { authorization } })
  assert.equal((await api('status', '')).status, 403)
  assert.equal((await api('status', `token ${token}`)).status, 200)
  assert.equal((await fetch(url)).status, 200)
  const { kernelspecs, default: defaultKernel } = (await (await api('kernelspecs', `token ${token}`)).json()) as {
    kernelspecs: Record<string, { spec: { language: string } }>
    default: string
  }
  assert.equal(kernelspecs.tslab?.spec.language, 'typescript')
  assert.equal(defaultKernel, 'tslab')

  const admin = topicAdmin({ brokers: brokersFromEnvironment() })
  assert.ok((await admin.describe('real-time-transactions')).offsetCount >= 1000n)
  await admin.close()

  const [state] = jupyterStates(started.child.pid!)
  const { pid } = JSON.parse(readFileSync(join(projectRoot(), '.sluice', state!), 'utf8'))
  assert.equal(processLives(pid), true)
  const interruptedMs = Date.now()
  started.child.kill('SIGINT')
  assert.equal(await started.exited, 0)
  assert.ok(Date.now() - interruptedMs < 8000)
  assert.equal(processLives(pid), false)
})

test('npm start refuses what it does not know before it does anything', async () => {
  for (const args of [['--nonsense'], ['--port', '99999'], ['--port', 'x'], ['extra']]) {
    const started = npmStart(args)
    assert.equal(await started.exited, 2, started.output())
    assert.doesNotMatch(started.output(), /✓/)
  }
  const help = npmStart(['--help'])
  assert.equal(await help.exited, 0)
  assert.match(help.output(), /--no-browser/)
})

test('npm start on an unreachable KAFKA_BROKERS is one message, and leaves nothing running', async () => {
  const started = npmStart(['--no-browser'], { KAFKA_BROKERS: '127.0.0.1:1' })
  assert.equal(await started.exited, 1)
  assert.match(started.output(), /Cannot reach Kafka at 127\.0\.0\.1:1/)
  assert.doesNotMatch(started.output(), /\n\s+at /)
  assert.deepEqual(jupyterStates(started.child.pid!), [])
})

test('a browser is opened where there is a screen, and only there', () => {
  assert.equal(browserOpener({}, 'linux'), undefined)
  assert.equal(browserOpener({ DISPLAY: ':0' }, 'linux'), 'xdg-open')
  assert.equal(browserOpener({ DISPLAY: ':0', CI: 'true' }, 'linux'), undefined)
  assert.equal(browserOpener({}, 'darwin'), 'open')
})

test('--docker asks Compose for this clone alone, and a Docker that refuses is one message with the way out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-docker-test-'))
  const path = process.env.PATH
  try {
    const calls = join(folder, 'calls')
    mkdirSync(join(folder, 'bin'))
    const docker = join(folder, 'bin', 'docker')
    const refuse = 'case "$*" in *"up --detach") echo "no engine here" >&2; exit 1;; esac'
    writeFileSync(docker, `#!/bin/sh\necho "$SLUICE_COMPOSE_PROJECT $SLUICE_KAFKA_PORT $*" >> ${calls}\n${refuse}\n`)
    chmodSync(docker, 0o755)
    process.env.PATH = `${join(folder, 'bin')}${delimiter}${path}`
    await assert.rejects(startDockerBroker({ port: 0, fresh: true }), { code: 'BROKER_NOT_STARTED', message: /no engine here/ })
    const lines = readFileSync(calls, 'utf8').trim().split('\n')
    assert.equal(lines.length, 3)
    assert.match(lines[0]!, /^sluice-[0-9a-f]{8} .*src\/broker\/compose\.yaml down --volumes$/)
    assert.match(lines[1]!, / stop$/)
    assert.match(lines[2]!, /^sluice-[0-9a-f]{8} \d+ .* up --detach$/)
  } finally {
    process.env.PATH = path
    rmSync(folder, { recursive: true, force: true })
  }
})
