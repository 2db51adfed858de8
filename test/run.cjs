'use strict'
// npm test, after set-up and build (which checks the types): format and lint, then all tests of test/ against one real
// broker of their own. `npm test -- topics cli/` runs only the test files whose path contains one of the words.

const { spawn, spawnSync } = require('node:child_process')
const { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join, relative } = require('node:path')
const { step } = require('../src/cli/step.cjs')

const root = join(__dirname, '..')
/** No single test may take longer: one that hangs is told by its name, and the run goes on. */
const TEST_TIMEOUT_MS = 300_000

function testSources(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) testSources(path, found)
    else if (entry.name.endsWith('.test.ts')) found.push(relative(root, path))
  }
  return found.sort()
}

/** @returns its exit code; prints its output as it comes, or only on failure */
function run(args, { quiet = false, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    const end = () => child.kill()
    process.once('exit', end)
    const output = []
    child.stdout?.on('data', data => output.push(data))
    child.stderr?.on('data', data => output.push(data))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.removeListener('exit', end)
      if (quiet && code !== 0) process.stdout.write(Buffer.concat(output))
      resolve(signal === null ? code : 1)
    })
  })
}

async function lint() {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  // Named one by one: a walk from the root would follow the links in .venv out of the project.
  const checked = ['src', 'test', 'notebooks', 'package.json', 'tsconfig.json', '.biome.json']
  const code = await run([biome, 'check', '--error-on-warnings', ...checked], { quiet: true })
  if (code !== 0) throw new Error('Format or lint: see above. `npm run format` mends most of it.')
}

/** pyarrow and DuckDB, which only the tests need: they read what the sinks write. */
function testPackages() {
  const python = process.env.SLUICE_PYTHON
  const wanted = readFileSync(join(__dirname, 'requirements.txt'), 'utf8')
  const stamp = join(root, '.venv', '.sluice-test-requirements')
  process.env.SLUICE_TEST_PYTHON = python
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'there'
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(__dirname, 'requirements.txt')]
  const { status, stderr } = spawnSync(python, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Cannot install test/requirements.txt into .venv: ${stderr.trim().split('\n').at(-1)}`)
  writeFileSync(stamp, wanted)
  return 'pyarrow, duckdb'
}

/**
 * @param {string[]} words parts of paths; none for all tests
 * @returns {Promise<number>} the exit code of node's test runner
 */
async function runTests(words) {
  if (words.length === 0) await step('Format and lint', lint)
  const sources = testSources(__dirname).filter(path => words.length === 0 || words.some(word => path.includes(word)))
  const files = sources.map(path => join(root, 'dist', path.replace(/\.ts$/, '.js'))).filter(existsSync)
  if (files.length === 0) throw new Error(`No test file has ${words.join(' or ')} in its path.`)

  await step('Python for tests', testPackages)

  const { startBroker } = require(join(root, 'dist', 'src', 'broker', 'start-broker.js'))
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-broker-'))
  let broker
  const cleanUp = async () => {
    await broker?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => cleanUp().finally(() => process.exit(130)))
  try {
    broker = await step('Test broker', async progress => {
      const started = await startBroker({ folder, port: 0 })
      progress(`${started.brokers[0]}, Kafka ${started.version}, Java ${started.java}`)
      return started
    })
    const env = { ...process.env, KAFKA_BROKERS: broker.brokers.join(',') }
    const runner = ['--test', '--test-concurrency=2', `--test-timeout=${TEST_TIMEOUT_MS}`, '--test-reporter=spec']
    return await run([...runner, '--test-reporter-destination=stdout', ...files], { env })
  } finally {
    await cleanUp()
  }
}

module.exports = { runTests }
