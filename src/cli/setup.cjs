'use strict'
// npm start, npm test, npm run test:spark, npm run bench, npm run bench:nexmark, npm run notebooks, npm run producer | processing.
// Plain JavaScript without packages, because a fresh clone has nothing else: it checks Node and Python, installs the
// npm packages, compiles, and hands over to the compiled TypeScript in dist/.

const { spawn, spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { step } = require('./step.cjs')

const root = join(__dirname, '..', '..')
const OLDEST_NODE = [20, 19, 0]
const OLDEST_PYTHON = [3, 10]

const START_HELP = `npm start [-- options]

Sets up what is missing (npm packages, build, .venv with JupyterLab and a Java, Apache Kafka), starts a local Kafka
with the topic real-time-transactions, and opens JupyterLab on notebooks/. Ctrl-C ends all of it; the topics stay.

Options:
  --no-browser     print the address, open nothing
  --port PORT      port of JupyterLab (default 8888, or the next free one)
  --kafka-port P   port of the local Kafka (default 9092, or the next free one)
  --fresh          delete all local topics and records first
  --docker         run Kafka in a container (src/broker/compose.yaml)
  --help           this text

Environment:
  KAFKA_BROKERS=host:port            use this Kafka, start none
  KAFKA_HOME=/path/to/kafka          use an unpacked Kafka 4, fetch none
  JAVA_HOME, SLUICE_PYTHON           which Java (17 or newer) and which Python (3.10 or newer) to use
  SLUICE_MAVEN_REPOSITORY, HTTPS_PROXY, PIP_INDEX_URL   mirrors and proxies
  SLUICE_DEBUG=1                     show the stack of an error
`

class SetupError extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

const atLeast = (version, oldest) => {
  for (let i = 0; i < oldest.length; i++) if ((version[i] ?? 0) !== oldest[i]) return (version[i] ?? 0) > oldest[i]
  return true
}

function checkNode() {
  if (atLeast(process.versions.node.split('.').map(Number), OLDEST_NODE)) return
  throw new SetupError(
    `Cannot run on Node ${process.versions.node}: ${OLDEST_NODE.join('.')} or newer is needed. Install the current Node.js LTS and try again.`,
  )
}

/** @returns its version; the program itself goes to SLUICE_PYTHON for the later steps */
function checkPython() {
  const ask = 'import sys; print(sys.executable); print(".".join(map(str, sys.version_info[:3])))'
  const seen = []
  for (const name of process.env.SLUICE_PYTHON ? [process.env.SLUICE_PYTHON] : ['python3', 'python']) {
    const { status, stdout } = spawnSync(name, ['-c', ask], { encoding: 'utf8', timeout: 15_000 })
    if (status !== 0) continue
    const [path, version] = stdout.trim().split(/\r?\n/)
    if (atLeast(version.split('.').map(Number), OLDEST_PYTHON)) {
      process.env.SLUICE_PYTHON = path
      return version
    }
    seen.push(`${path} is ${version}`)
  }
  throw new SetupError(
    `Cannot find Python ${OLDEST_PYTHON.join('.')} or newer (${seen.join(', ') || 'no python3 on PATH'}); JupyterLab needs it. Install Python with its venv module, or set SLUICE_PYTHON=/path/to/python3.`,
  )
}

/** Runs a program to its end; its output is shown only when it fails. It ends with this process. */
function run(command, args, failure) {
  return new Promise((resolve, reject) => {
    const output = []
    // npm is a script on Windows, which only a shell can start; all arguments are constants of this file.
    const shell = process.platform === 'win32' && command === 'npm'
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell })
    const end = () => child.kill()
    process.once('exit', end)
    child.stdout.on('data', data => output.push(data))
    child.stderr.on('data', data => output.push(data))
    child.on('error', error => reject(new SetupError(`${failure}: ${error.message}`)))
    child.on('close', code => {
      process.removeListener('exit', end)
      if (code === 0) resolve()
      else reject(new SetupError(`${failure}\n${shortened(Buffer.concat(output).toString().trimEnd().split('\n'))}`))
    })
  })
}

/** The cause is told first or last. */
function shortened(lines) {
  return (lines.length <= 50 ? lines : [...lines.slice(0, 25), '…', ...lines.slice(-25)]).join('\n')
}

/** True when node_modules holds the very versions of package-lock.json. */
function packagesAreInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') || link) return true
    return installed[path] === undefined ? optional === true : installed[path].version === version
  })
}

function sourceFiles(folder, found = []) {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !['node_modules', 'output', 'checkpoints'].includes(entry.name)) sourceFiles(path, found)
    else if (entry.isFile() && entry.name.endsWith('.ts')) found.push(path)
  }
  return found
}

/** @returns what the compiled files were made of: names, and a digest of sizes and times */
function buildStamp() {
  const files = ['src', 'test', 'notebooks'].flatMap(folder => sourceFiles(join(root, folder))).sort()
  const hash = createHash('sha256')
  for (const path of [...files, join(root, 'tsconfig.json'), join(root, 'package-lock.json')]) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return { files, digest: hash.digest('hex') }
}

/** @param {boolean} mustCompile whether a script of the user that does not compile ends it */
async function build(mustCompile) {
  const dist = join(root, 'dist')
  const stampFile = join(dist, '.built')
  const wanted = buildStamp()
  const built = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : { files: [], digest: '' }
  if (built.digest === wanted.digest && !isWrittenSince(stampFile)) return 'up to date'
  // What was compiled from a source that is gone would still be found and run.
  if (built.files.some(file => !wanted.files.includes(file))) rmSync(dist, { recursive: true, force: true })
  // By its path: node_modules/.bin/tsc may be the TypeScript 5.0 of the kernel.
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    await run(process.execPath, [compiler, '-p', 'tsconfig.json'], 'Cannot compile:')
  } catch (thrown) {
    const faulty = faultyScripts(thrown.message)
    if (mustCompile || faulty.length === 0) throw thrown
    return `${wanted.files.length} files, but with errors in ${faulty.join(', ')} (npm run build shows them)`
  }
  mkdirSync(dist, { recursive: true })
  writeFileSync(stampFile, JSON.stringify(wanted))
  return `${wanted.files.length} files`
}

/** Whether something else has compiled into dist after it was stamped. */
function isWrittenSince(stampFile) {
  const info = join(root, 'dist', '.tsbuildinfo')
  return !existsSync(info) || statSync(info).mtimeMs > statSync(stampFile).mtimeMs
}

/** The scripts of the user, in notebooks/, that do not compile; none where the project itself does not. */
function faultyScripts(output) {
  const files = [...output.matchAll(/^(\S.*?)\(\d+,\d+\): error /gm)].map(([, file]) => file)
  return files.every(file => file.startsWith('notebooks/')) ? [...new Set(files)] : []
}

function startOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      allowPositionals: false,
      options: {
        'no-browser': { type: 'boolean', default: false },
        port: { type: 'string' },
        'kafka-port': { type: 'string' },
        fresh: { type: 'boolean', default: false },
        docker: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return {
      browser: !values['no-browser'],
      port: portOf('--port', values.port, 8888),
      kafkaPort: portOf('--kafka-port', values['kafka-port'], 9092),
      fresh: values.fresh,
      docker: values.docker,
      help: values.help,
    }
  } catch (thrown) {
    if (thrown instanceof SetupError) throw thrown
    throw new SetupError(`${thrown.message.split('. ')[0]}. See npm start -- --help`, 2)
  }
}

function portOf(name, text, preferred) {
  if (text === undefined) return preferred
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new SetupError(`Cannot use ${name} ${text}: a port is a whole number from 1 to 65535.`, 2)
}

async function main([command = 'start', ...args]) {
  const options = command === 'start' ? startOptions(args) : undefined
  if (options?.help) return process.stdout.write(START_HELP)
  const interrupted = () => process.exit(130)
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  checkNode()
  // What a program will read holds nothing but JSON.
  const shown = { stream: args.includes('--json') ? process.stderr : process.stdout }
  // Compiling needs no Python.
  if (command !== 'build') await step('Node and Python', () => `Node ${process.versions.node}, Python ${checkPython()}`, shown)
  await step(
    'npm packages',
    async progress => {
      if (packagesAreInstalled()) return 'there'
      const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
      const failure = 'Cannot install the npm packages. Is the registry reachable (a proxy: HTTPS_PROXY)? npm says:'
      progress('npm ci')
      try {
        await run('npm', ['ci', ...quiet], failure)
        return 'installed as locked'
      } catch (thrown) {
        // npm ci also refuses a lock that lacks an optional package of another platform; npm install does not mind.
        if (!thrown.message.includes('EUSAGE')) throw thrown
        progress('npm install')
        await run('npm', ['install', '--no-save', ...quiet], failure)
        return 'installed (package-lock.json does not list every platform)'
      }
    },
    shown,
  )
  await step('Build', () => build(command === 'build'), shown)
  process.removeListener('SIGINT', interrupted)
  process.removeListener('SIGTERM', interrupted)

  const compiled = name => require(join(root, 'dist', 'src', 'cli', `${name}.js`))
  if (command === 'build') return
  if (command === 'start') process.exitCode = await compiled('start').start(options)
  else if (command === 'script') process.exitCode = await compiled('run-script').runScript(args)
  else if (command === 'notebooks') process.exitCode = await compiled('run-notebooks').runNotebooks(args)
  else if (command === 'test') {
    await compiled('prepare').prepare()
    process.exitCode = await require(join(root, 'test', 'run.cjs')).runTests(args)
  } else if (command === 'test:spark') {
    // Against the goldens nothing is needed but the build.
    if (['--live', '--write', '--random'].some(option => args.includes(option))) await compiled('prepare').prepare()
    process.exitCode = await require(join(root, 'test', 'run.cjs')).runSparkCases(args)
  } else if (command === 'bench') {
    await compiled('prepare').prepare(shown)
    process.exitCode = await require(join(root, 'dist', 'test', 'bench', 'run.js')).runBench(args)
  } else if (command === 'bench:nexmark') {
    await compiled('prepare').prepare(shown)
    process.exitCode = await require(join(root, 'dist', 'test', 'nexmark', 'run.js')).runNexmark(args)
  } else
    throw new SetupError(
      `Cannot do "${command}": expected start, build, test, test:spark, bench, bench:nexmark, notebooks or script.`,
      2,
    )
}

main(process.argv.slice(2)).catch(thrown => {
  process.stderr.write(`\n${process.env.SLUICE_DEBUG === '1' ? thrown.stack : thrown.message}\n`)
  process.exit(thrown.exitCode ?? 1)
})
