import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'

const main = join(__dirname, '..', '..', 'src', 'cli', 'main.js')

interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command line as `npx sluice` runs it, from the build that this test belongs to. */
function sluice(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const program = `require(${JSON.stringify(main)}).main(['node', 'sluice', ...process.argv.slice(1)]).then(code => { process.exitCode = code })`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', program, '--', ...args], { env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', data => {
      stdout += data
    })
    child.stderr.on('data', data => {
      stderr += data
    })
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, stdout, stderr }))
  })
}

test('every command explains itself and exits 0; those that manage broker and topics with an example', async () => {
  const commands = [
    'broker start',
    'broker stop',
    'broker status',
    'topics list',
    'topics create',
    'topics describe',
    'topics delete',
  ]
  for (const command of [...commands, 'doctor', 'produce', 'read']) {
    const { exitCode, stdout } = await sluice([...command.split(' '), '--help'])
    assert.equal(exitCode, 0, command)
    assert.match(stdout, /Usage: sluice/)
    if (!['produce', 'read'].includes(command)) assert.match(stdout, /Examples?:/, command)
  }
  const { exitCode, stdout } = await sluice(['--help'])
  assert.equal(exitCode, 0)
  for (const name of ['broker', 'topics', 'produce', 'read', 'doctor', 'Exit codes']) assert.ok(stdout.includes(name), name)
})

test('wrong usage exits 2 and says what is possible', async () => {
  for (const args of [
    [],
    ['topics'],
    ['nonsense'],
    ['topics', 'create'],
    ['topics', 'list', '--nonsense'],
    ['topics', 'create', 'x', '--partitions', '0'],
  ]) {
    const { exitCode, stderr } = await sluice(args)
    assert.equal(exitCode, 2, args.join(' '))
    assert.notEqual(stderr, '')
    assert.doesNotMatch(stderr, /\n\s+at /)
  }
})

test('a topic goes from create to delete on the command line, with JSON for programs', async () => {
  const topic = `cli-test-${randomBytes(6).toString('hex')}`
  try {
    assert.deepEqual(await sluice(['topics', 'create', topic, '--partitions', '2']), {
      exitCode: 0,
      stdout: `Created ${topic}.\n`,
      stderr: '',
    })
    const again = await sluice(['topics', 'create', topic])
    assert.equal(again.exitCode, 1)
    assert.match(again.stderr, /already there/)
    assert.equal((await sluice(['topics', 'create', topic, '--if-not-exists'])).exitCode, 0)

    const listed = JSON.parse((await sluice(['topics', 'list', '--json'])).stdout)
    assert.deepEqual(
      listed.find((one: { topic: string }) => one.topic === topic),
      { topic, partitions: 2, replicationFactor: 1 },
    )
    const { stdout } = await sluice(['topics', 'describe', topic, '--json'])
    assert.deepEqual(JSON.parse(stdout), {
      topic,
      partitions: [0, 1].map(partition => ({ partition, leader: 1, earliestOffset: 0, latestOffset: 0 })),
      offsetCount: 0,
    })
    assert.match((await sluice(['topics', 'list'])).stdout, /^TOPIC\s+PARTITIONS\s+REPLICATION\n/)
  } finally {
    assert.equal((await sluice(['topics', 'delete', topic])).exitCode, 0)
  }
  const { exitCode, stderr } = await sluice(['topics', 'describe', topic])
  assert.equal(exitCode, 1)
  assert.match(stderr, /Cannot find topic/)
})

test('an unreachable broker is one message without a stack, and with its stack when asked', async () => {
  const nowhere = { KAFKA_BROKERS: '127.0.0.1:1' }
  const { exitCode, stdout, stderr } = await sluice(['topics', 'list'], nowhere)
  assert.deepEqual([exitCode, stdout], [1, ''])
  assert.match(stderr, /^Cannot reach Kafka at 127\.0\.0\.1:1 .*\n$/)
  assert.match((await sluice(['topics', 'list'], { ...nowhere, SLUICE_DEBUG: '1' })).stderr, /\n\s+at /)
})

test('doctor names each thing, and exits 1 with the way to mend it when the broker is away', async () => {
  const { exitCode, stdout } = await sluice(['doctor', '--json'], { KAFKA_BROKERS: '127.0.0.1:1' })
  assert.equal(exitCode, 1)
  const findings: { name: string; ok: boolean; mend: string }[] = JSON.parse(stdout)
  const broker = findings.find(({ name }) => name === 'Broker')
  assert.equal(broker?.ok, false)
  assert.match(broker?.mend ?? '', /127\.0\.0\.1:1/)
  for (const name of ['Node', 'Python', '.venv', 'JupyterLab', 'TypeScript kernel', 'Java', 'Chromium', 'Docker']) {
    assert.ok(
      findings.some(finding => finding.name === name),
      name,
    )
  }
  assert.match((await sluice(['doctor'])).stdout, /^✓ Node /)
})
