// What the package is made of, and what must never be in it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../src/util/project-root.ts'

const root = projectRoot()
const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** What is committed, or would be by the next commit. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter(path => existsSync(join(root, path)))

const manifest = JSON.parse(read('package.json'))
const lock = JSON.parse(read('package-lock.json'))

/** Every package that sluice asks for itself, and why. A new one needs its reason here. */
const DEPENDENCIES: Readonly<Record<string, string>> = {
  '@bokuweb/zstd-wasm': 'record batches compressed with zstd',
  '@node-rs/crc32': 'CRC-32C of record batches',
  'apache-arrow': 'batch.arrow',
  commander: 'the command line',
  'danfojs-node': 'batch.frame',
  hyparquet: 'reading Parquet',
  'hyparquet-compressors': 'reading Parquet',
  'hyparquet-writer': 'writing Parquet',
  hysnappy: 'Snappy in Parquet',
  jsdom: 'charts without a browser',
  kafkajs: 'connections to Kafka, administration, producing',
  'parquetjs-lite': 'writing Parquet, by choice',
  'playwright-core': 'the report',
  'plotly.js-basic-dist-min': 'charts in a notebook',
  'plotly.js-dist': 'charts without a browser',
  snappyjs: 'record batches compressed with Snappy',
  tslab: 'the kernel of the notebooks',
}
const DEVELOPMENT: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'format and lint',
  '@types/node': 'types of Node.js',
  typescript: 'the compiler',
  zeromq: 'tests talk to the kernel',
}

test('the top level holds what a reader expects, and nothing else', () => {
  const allowed = [
    'LICENSE',
    'README.md',
    'data',
    'notebooks',
    'package-lock.json',
    'package.json',
    'src',
    'test',
    'tsconfig.json',
  ]
  const found = [...new Set(files.map(path => path.split('/')[0]!))].filter(name => !name.startsWith('.'))
  assert.deepEqual(
    found.filter(name => !allowed.includes(name)),
    [],
  )
})

test('the dependencies are the known ones, each at one version', () => {
  assert.deepEqual(Object.keys(manifest.dependencies).sort(), Object.keys(DEPENDENCIES).sort())
  assert.deepEqual(Object.keys(manifest.devDependencies).sort(), Object.keys(DEVELOPMENT).sort())
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.match(String(version), /^\d+\.\d+\.\d+$/, name)
    assert.equal(lock.packages[`node_modules/${name}`].version, version, name)
  }
})

test('the lock file says what, and not from where', () => {
  assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m)
  for (const [path, { resolved = '', link = false }] of Object.entries<{ resolved?: string; link?: boolean }>(lock.packages)) {
    assert.ok(resolved === '' || link, `${path} is resolved to ${resolved}`)
  }
})

test('no file names a package registry or a folder of one machine', () => {
  const registries = ['registry.npm' + 'js.org', 'npm.pkg.' + 'github.com', 'py' + 'pi.org', 'files.python' + 'hosted.org']
  const elsewhere = new RegExp(
    [...registries, 'repo1?\\.' + 'maven', 'artifact' + 'ory', '(?<![\\w.$}~-])/(root|home/\\w+|Users/\\w+|work)/\\w'].join('|'),
  )
  for (const path of files) {
    if (/\.(png|parquet|wasm|ico|gz)$/.test(path)) continue
    const at = elsewhere.exec(read(path))
    assert.equal(at, null, `${path}: ${at?.[0]}`)
  }
})

test('what the package promises is there after a build', () => {
  const promised = [
    manifest.main,
    manifest.types,
    ...Object.values<string | Record<string, string>>(manifest.exports).flatMap(target =>
      typeof target === 'string' ? [target] : Object.values(target),
    ),
    ...Object.values<string>(manifest.bin),
    ...manifest.files,
  ]
  assert.ok(promised.length > 8)
  for (const path of promised) assert.ok(existsSync(join(root, path)), path)
  assert.equal(manifest.exports['.'].types, `./${manifest.types}`)
  assert.equal(manifest.exports['.'].default, `./${manifest.main}`)
})
