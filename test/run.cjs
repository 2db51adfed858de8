'use strict'
// npm test, after set-up and build (which checks the types): format and lint, then all tests of test/ against one real
// broker of their own, then the cases of test/spark against real Spark. `npm test -- topics cli/` runs only the test
// files whose path contains one of the words. npm run test:spark runs the cases alone: see test/spark/run.ts.

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
 * PySpark and the jars of its Kafka connector.
 *
 * @returns {string | undefined} why they cannot be had; undefined when they are there
 */
function sparkParts() {
  const folder = join(__dirname, 'spark')
  const stamp = join(root, '.venv', '.sluice-spark-requirements')
  const jars = join(root, '.sluice', 'spark-jars')
  const wanted = ['requirements.txt', 'jars.lock'].map(name => readFileSync(join(folder, name), 'utf8')).join('')
  if (existsSync(jars) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined
  const python = process.env.SLUICE_PYTHON
  const ask = args => spawnSync(python, args, { encoding: 'utf8' })
  const installed = ask([
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    join(folder, 'requirements.txt'),
  ])
  if (installed.status !== 0) return `pip cannot install pyspark: ${lastLine(installed)}`
  rmSync(jars, { recursive: true, force: true })
  const fetched = ask([join(folder, 'jars.py'), jars])
  if (fetched.status !== 0) return `the jars of test/spark/jars.lock cannot be fetched: ${lastLine(fetched)}`
  writeFileSync(stamp, wanted)
  return undefined
}

const lastLine = ({ stderr, error }) => (stderr || String(error)).trim().split('\n').at(-1)

/**
 * npm run test:spark: sluice against the goldens; with --live against real Spark and a broker of its own.
 *
 * @param {string[]} args of test/spark/run.ts
 * @returns {Promise<number>} the exit code
 */
async function runSparkCases(args) {
  const program = join(root, 'dist', 'test', 'spark', 'run.js')
  if (!['--live', '--write', '--random'].some(option => args.includes(option))) return run([program, ...args])
  await step('Python for tests', testPackages)
  await step('Spark for tests', () => {
    const reason = sparkParts()
    if (reason !== undefined) throw new Error(`Cannot ask Spark: ${reason}`)
    return 'there'
  })
  return withBroker(env => run([program, ...args], { env }))
}

/**
 * @param {string[]} words parts of paths; none for all tests
 * @returns {Promise<number>} the exit code of node's test runner
 */
async function runTests(words) {
  if (words.length === 0) await step('Format and lint', lint)
  const sources = testSources(__dirname).filter(path => words.length === 0 || words.some(word => path.includes(word)))
  const files = sources.map(path => join(root, 'dist', path.replace(/\.ts$/, '.js'))).filter(existsSync)
  if (files.length === 0 && !words.includes('spark')) throw new Error(`No test file has ${words.join(' or ')} in its path.`)

  await step('Python for tests', testPackages)
  const asksSpark = words.length === 0 || words.some(word => 'test/spark'.includes(word))
  const noSpark = asksSpark ? await step('Spark for tests', () => sparkParts()) : undefined

  return withBroker(async env => {
    const runner = ['--test', '--test-concurrency=2', `--test-timeout=${TEST_TIMEOUT_MS}`, '--test-reporter=spec']
    const code = files.length === 0 ? 0 : await run([...runner, '--test-reporter-destination=stdout', ...files], { env })
    if (!asksSpark) return code
    const program = join(root, 'dist', 'test', 'spark', 'run.js')
    if (noSpark === undefined) return Math.max(code, await run([program, '--live', '--random', '200', '--seed', '60'], { env }))
    const golden = await run([program])
    process.stdout.write(`skipped: the live run against Spark: ${noSpark}\n`)
    return Math.max(code, golden)
  })
}

/** A broker of the tests' own while `work` runs. */
async function withBroker(work) {
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
    return await work({ ...process.env, KAFKA_BROKERS: broker.brokers.join(',') })
  } finally {
    await cleanUp()
  }
}

module.exports = { runTests, runSparkCases }
