// The shape of the code base, held: who may import whom, what a file may hold, what the one door shows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import ts from 'typescript'
import { filesOf, importsOf, lineOf, nodesOf, parse, type SourceFile } from './support/source-files.ts'

/** The way of a record: a file imports from its own folder and from those above it. */
const FOLDERS =
  'util schema formats sources expressions windows plan state operators sinks runtime engines broker notebook lab cli'.split(' ')

const MOST_LINES = 300
/** Longer files, and why. None may grow. */
const LONGER_FILES: Readonly<Record<string, readonly [lines: number, reason: string]>> = {
  'src/index.ts': [450, 'a list of names, one a line'],
  'test/formats/parquet-writer.test.ts': [319, 'the cases of one format'],
  'test/sources/kafka/decode.test.ts': [326, 'the cases of one format'],
}

/** Third-party code enters through few files. `node:` is everywhere. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@bokuweb/zstd-wasm': ['src/sources/kafka/codecs.ts'],
  '@node-rs/crc32': ['src/sources/kafka/record-batch.ts', 'src/util/crc32c.ts'],
  'apache-arrow': ['src/formats/arrow.ts'],
  commander: ['src/cli/'],
  'danfojs-node': ['src/formats/data-frame.ts'],
  hyparquet: ['src/formats/parquet/'],
  'hyparquet-compressors': ['src/formats/parquet/'],
  'hyparquet-writer': ['src/formats/parquet/'],
  hysnappy: ['src/formats/parquet/'],
  jsdom: ['src/notebook/static-svg.ts'],
  kafkajs: ['src/broker/', 'src/sinks/kafka/', 'src/sources/kafka/'],
  'parquetjs-lite': ['src/formats/parquet/'],
  'playwright-core': ['src/lab/', 'src/cli/'],
  'plotly.js-basic-dist-min': ['src/notebook/plotly-script.ts'],
  'plotly.js-dist': ['src/notebook/static-svg.ts'],
  snappyjs: ['src/sources/kafka/codecs.ts'],
  tslab: ['src/notebook/', 'src/cli/'],
}

/** Everything else is told the time: a batch run again must give the same rows. */
const READS_THE_CLOCK: Readonly<Record<string, string>> = {
  'src/runtime/clock.ts': 'it is the clock of the runtime',
  'src/formats/time/timestamp-text.ts': 'the day of a text without one, where no caller says which',
  'src/lab/transactions.ts': 'a producer without a given start sends transactions of this moment',
  'src/broker/': 'waits for real processes, and says how long they have run',
  'src/cli/': 'waits for real processes, and says how long a step took',
}

const sources = filesOf('src').map(parse)
const tests = filesOf('test', ['.ts', '.cjs', '.py']).map(parse)
const folderOf = (path: string) => path.split('/')[1]!
const isAllowed = (path: string, allowed: readonly string[]) =>
  allowed.some(place => path === place || path.startsWith(`${place}`))

test('src holds the folders of the way of a record, and index.ts beside them', () => {
  const found = new Set(sources.map(({ path }) => folderOf(path)))
  assert.deepEqual([...found].sort(), [...FOLDERS, 'index.ts'].sort())
})

for (const [rank, folder] of FOLDERS.entries()) {
  test(`src/${folder} imports only from folders above it`, () => {
    for (const file of sources.filter(({ path }) => folderOf(path) === folder)) {
      for (const { from, isRelative } of importsOf(file)) {
        if (!isRelative || !from.startsWith('src/')) continue
        const target = FOLDERS.indexOf(folderOf(from))
        assert.ok(target >= 0 && target <= rank, `${file.path} imports ${from}`)
      }
    }
  })
}

test('nothing in src imports what lies outside of it, or the door', () => {
  for (const file of sources) {
    for (const { from, isRelative } of importsOf(file)) {
      if (!isRelative) continue
      assert.notEqual(from, 'src/index.ts', file.path)
      // `npm test` is started by the set-up, and defined where the tests are.
      if (file.path === 'src/cli/setup.cjs' && from.startsWith('test/run')) continue
      assert.ok(from.startsWith('src/') || from.startsWith('dist/'), `${file.path} imports ${from}`)
    }
  }
})

test('no file needs itself to be loaded', () => {
  const needs = new Map(sources.map(file => [file.path, importsOf(file).filter(({ isTypeOnly }) => !isTypeOnly)]))
  const loaded = new Set<string>()
  const load = (path: string, way: readonly string[]) => {
    assert.ok(!way.includes(path), `a cycle: ${[...way, path].join(' -> ')}`)
    if (loaded.has(path)) return
    for (const { from } of needs.get(path) ?? []) load(from, [...way, path])
    loaded.add(path)
  }
  for (const { path } of sources) load(path, [])
})

test('third-party code enters through few files', () => {
  for (const file of sources) {
    for (const { from, isRelative } of importsOf(file)) {
      if (isRelative || from.startsWith('node:')) continue
      assert.ok(isAllowed(file.path, PACKAGES[from] ?? []), `${file.path} imports ${from}`)
    }
  }
})

test('names of files are kebab-case', () => {
  for (const { path } of [...sources, ...tests]) {
    for (const part of path.split('/')) assert.match(part, /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/, path)
  }
})

test(`no file is longer than ${MOST_LINES} lines`, () => {
  for (const { path, text } of [...sources, ...tests]) {
    const lines = text.trimEnd().split('\n').length
    const [most] = LONGER_FILES[path] ?? [MOST_LINES]
    assert.ok(lines <= most, `${path} has ${lines} lines, at most ${most}`)
    if (path in LONGER_FILES) assert.ok(lines > MOST_LINES, `${path} is short enough now: take it from the list`)
  }
})

test('nothing is left to do in a comment', () => {
  const left = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`)
  for (const { path, text } of [...sources, ...tests]) assert.doesNotMatch(text, left, path)
})

test('only the command line prints', () => {
  // The kernel prints errors by console.error; that one file puts our own text in its place.
  const mayPrint = ['src/cli/', 'src/notebook/repair-errors.ts']
  const prints = (node: ts.Node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console'
  assert.deepEqual(placesOf(prints, mayPrint), [])
})

test('only listed files look at the clock', () => {
  const looks = (node: ts.Node) =>
    (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) ||
    (ts.isPropertyAccessExpression(node) && node.getText() === 'Date.now')
  assert.deepEqual(placesOf(looks, Object.keys(READS_THE_CLOCK)), [])
  for (const place of Object.keys(READS_THE_CLOCK)) {
    assert.ok(
      sources.some(file => isAllowed(file.path, [place]) && [...nodesOf(file.tree)].some(looks)),
      `${place} no longer looks at the clock: take it from the list`,
    )
  }
})

test('names are exported one by one, under their own name', () => {
  const isWholesale = (node: ts.Node) =>
    ts.isExportAssignment(node) || (ts.isExportDeclaration(node) && node.exportClause === undefined)
  assert.deepEqual(placesOf(isWholesale, []), [])
})

test('only lab and the commands know the transactions of the lab', () => {
  const knows = (node: ts.Node) => ts.isStringLiteralLike(node) && /real-time-transactions|^transaction_id$/.test(node.text)
  assert.deepEqual(placesOf(knows, ['src/lab/', 'src/cli/']), [])
})

function placesOf(found: (node: ts.Node) => boolean, allowed: readonly string[]): string[] {
  const elsewhere = sources.filter(({ path }) => !isAllowed(path, allowed))
  return elsewhere.flatMap((file: SourceFile) => [...nodesOf(file.tree)].filter(found).map(node => lineOf(file, node)))
}

test('the folders of the tests mirror those of src', () => {
  const known = new Set(sources.map(({ path }) => folderOf(path)))
  const beside = [
    'architecture.test.ts',
    'bench',
    'examples.test.ts',
    'import.test.ts',
    'nexmark',
    'notebooks',
    'package.test.ts',
    'run.cjs',
    'spark',
  ]
  const held = new Set([...known, ...beside, 'support', 'types'])
  for (const { path } of tests) assert.ok(held.has(folderOf(path)), `${path} lies in no folder of src`)
})
