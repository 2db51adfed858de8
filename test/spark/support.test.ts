// The README's tables of what sluice has of Spark, held on both sides: each public name stands in them, and each name of
// PySpark 4.2.0 (pyspark-names.json: functions, classes of streams, options, types); what is said to be the same is asked
// of Spark by a case of the file that is named.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import * as sluice from '../../src/index.ts'
import { projectRoot } from '../../src/util/project-root.ts'
import { filesOf, importsOf, nodesOf, parse } from '../support/source-files.ts'
import { allCases, askedOf, differencesOf } from './cases-of.ts'
import { goldensFile } from './goldens.ts'
import { placeIn, printSupport, readme } from './print-support.ts'
import { ACROSS, type Family, namesOf, pairsOf, SECTIONS, type Section } from './support.ts'
import { DIFFERENCES } from './support-differences.ts'

const PYSPARK: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(projectRoot(), 'test', 'spark', 'pyspark-names.json'), 'utf8'),
)
const families = SECTIONS.flatMap(section => section.families)

const presentIn = ({ same, different }: Family) => [...pairsOf(same), ...pairsOf(different)]
const sluiceNames = (chosen: readonly Section[]) =>
  new Set(chosen.flatMap(given => given.families.flatMap(presentIn)).map(({ sluice }) => sluice))
const sectionsOf = (...titles: readonly string[]) => {
  const chosen = SECTIONS.filter(({ title }) => titles.includes(title))
  assert.equal(chosen.length, titles.length, titles.join(', '))
  return chosen
}

test('README prints what the data say', async () => {
  const { printed } = placeIn(readFileSync(readme, 'utf8'))
  assert.ok(printed === (await printSupport()), 'run node dist/test/spark/print-support.js --write')
})

for (const section of SECTIONS) {
  const { of, title } = section
  if (of === undefined) continue
  test(`${title}: each name of PySpark stands in the table once, and no other`, () => {
    const told = section.families.flatMap(family => [
      ...presentIn(family).flatMap(({ pyspark }) => pyspark ?? []),
      ...Object.keys(family.otherwise ?? {}),
      ...namesOf(family.absent),
    ])
    assert.deepEqual(
      told.filter((name, i) => told.indexOf(name) !== i),
      [],
      'told twice',
    )
    // Sinks have names of their own beside Spark's.
    assert.deepEqual([...told].sort(), [...(PYSPARK[of] ?? [])].sort())
  })
}

test('every list of PySpark’s names is told by a section', () => {
  assert.deepEqual(new Set(SECTIONS.flatMap(({ of = [] }) => of)), new Set(Object.keys(PYSPARK)))
})

/** The values that the one door exports from files whose path begins so. */
function exportedFrom(...places: readonly string[]): string[] {
  const door = parse('src/index.ts')
  return importsOf(door)
    .filter(({ from, isTypeOnly }) => !isTypeOnly && places.some(place => from.startsWith(place)))
    .flatMap(({ from }) => namesExported(door, from))
    .sort()
}

function namesExported(door: ReturnType<typeof parse>, from: string): string[] {
  return [...nodesOf(door.tree)].flatMap(node => {
    if (!ts.isExportDeclaration(node) || node.isTypeOnly || node.exportClause === undefined) return []
    if (!ts.isNamedExports(node.exportClause) || !ts.isStringLiteral(node.moduleSpecifier!)) return []
    if (join('src', node.moduleSpecifier.text) !== from) return []
    return node.exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text)
  })
}

const same = (title: string, found: Iterable<string>, told: Iterable<string>) =>
  test(`${title} stands in the table, and nothing else does`, () => {
    assert.deepEqual([...new Set(told)].sort(), [...new Set(found)].sort())
  })

same('each function', exportedFrom('src/expressions/functions/'), sluiceNames(sectionsOf('Functions')))
test('every function that users have is exported', () => {
  const inner = ['arrays-arguments', 'arrays-lambda-call', 'text-arguments', 'call'].map(
    name => `src/expressions/functions/${name}.ts`,
  )
  const files = filesOf('src/expressions/functions').filter(path => !inner.includes(path))
  const written = files.flatMap(path => [...parse(path).tree.statements].flatMap(exportedNames))
  assert.deepEqual(
    written.filter(name => !(name in sluice)),
    [],
  )
})
same('each type', exportedFrom('src/schema/data-type.ts'), sluiceNames(sectionsOf('Types')))
same('each sink', exportedFrom('src/sinks/'), sluiceNames(sectionsOf('Sinks by format')))
same(
  'each table',
  exportedFrom('src/plan/static-table').filter(name => name !== 'Table'),
  [...sluiceNames(sectionsOf('Reading'))].filter(name => name.endsWith('Table')),
)

const methodsOf = (...classes: readonly { readonly prototype: object }[]) =>
  classes
    .flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
    .filter(name => name !== 'constructor' && name !== 'withPlan')
const { ArrayColumn, BinaryColumn, BooleanColumn, Column, DateColumn, MapColumn, NumericColumn, StringColumn, TimestampColumn } =
  sluice
const comparable = Object.getPrototypeOf(NumericColumn) as { readonly prototype: object }

same('each method of a stream or a table', methodsOf(sluice.Stream, sluice.Table), sluiceNames(sectionsOf('Streams')))
same('each method of a grouped stream', methodsOf(sluice.GroupedStream), sluiceNames(sectionsOf('Groups')))
same(
  'each method of a column',
  [
    ...methodsOf(ArrayColumn, BinaryColumn, BooleanColumn, Column, DateColumn, MapColumn),
    ...methodsOf(NumericColumn, StringColumn, TimestampColumn, comparable),
    ...membersOf('src/expressions/nested-column.ts', 'StructColumnBase'),
    ...membersOf('src/expressions/functions/conditional.ts', 'CaseBuilder').filter(name => name !== 'end'),
  ],
  sluiceNames(sectionsOf('Operators of columns', 'Methods of columns')),
)

test('each value that is exported stands in the table', () => {
  const told = sluiceNames(SECTIONS)
  assert.deepEqual(
    Object.keys(sluice).filter(name => !told.has(name)),
    [],
  )
})

/** Names of the members of an interface or a class, or of the objects of a type. */
function membersOf(path: string, name: string): string[] {
  const found = parse(path).tree.statements.find(
    node =>
      (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeAliasDeclaration(node)) &&
      node.name?.text === name,
  )
  assert.ok(found, `${path} has no ${name}`)
  const isMember = (node: ts.Node) => ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isMethodDeclaration(node)
  const members = ts.isTypeAliasDeclaration(found)
    ? [...nodesOf(found)].filter(isMember)
    : (found as ts.InterfaceDeclaration).members.filter(isMember)
  return members.flatMap(member => {
    const { name } = member as ts.PropertySignature
    return ts.isIdentifier(name) ? [name.text] : []
  })
}

const QUERY = 'src/plan/streaming-query.ts'
const interfaces: readonly (readonly [section: string, found: readonly string[], familyTitle?: string])[] = [
  ['Running queries', membersOf(QUERY, 'StreamingQuery')],
  ['Triggers', membersOf(QUERY, 'StartOptions')],
  ['Options of next and drain', membersOf(QUERY, 'NextOptions')],
  ['Progress', membersOf(QUERY, 'StreamingQueryProgress')],
  ['The state of a group', membersOf('src/plan/plan-map-groups.ts', 'GroupState')],
  ['Writing', membersOf(QUERY, 'WriteStreamOptions')],
  ['Options of the Kafka source', membersOf('src/sources/kafka/options.ts', 'KafkaSourceOptions')],
  ['Options of toJson and jsonSink', membersOf('src/expressions/builtins/json-write.ts', 'ToJsonOptions')],
  ['Options of fromJson', membersOf('src/formats/json/options.ts', 'JsonOptions'), 'Known'],
  ['Options of csvSink', [...membersOf('src/formats/csv/csv-line.ts', 'CsvWriteOptions'), 'compression']],
  ['Options of the other sinks', membersOf('src/sinks/console-sink.ts', 'ConsoleSinkOptions'), 'consoleSink'],
  ['Options of the other sinks', membersOf('src/sinks/kafka-sink.ts', 'KafkaSinkOptions'), 'kafkaSink'],
  ['Options of tables', membersOf('src/plan/static-table-csv.ts', 'CsvReadOptions'), 'csvTable'],
]
for (const [section, found, family] of interfaces) {
  const [{ title, families }] = sectionsOf(section) as [Section]
  const chosen = families.filter(given => family === undefined || given.title === family)
  same(`each of: ${title} ${family ?? ''}`, found, sluiceNames([{ title, families: chosen }]))
}
same(
  'each option of parquetSink',
  membersOf('src/sinks/parquet-sink.ts', 'ParquetSinkOptions'),
  ['compression', 'path', 'partitionBy', 'writer', 'rowGroupRows'].filter(name =>
    sluiceNames(sectionsOf('Options of parquetSink', 'Options of the other sinks')).has(name),
  ),
)

test('what is the same is asked of Spark by a case of the file that is named', async () => {
  const asked = new Map([...(await allCases())].map(([file, cases]) => [file, cases.map(askedOf).join('\n')]))
  const unheld = SECTIONS.flatMap(({ title, spelt, families }) =>
    families.flatMap(family => {
      if (spelt === undefined || family.cases === undefined) return []
      const text = namesOf(family.cases)
        .map(file => asked.get(file))
        .join('\n')
      const pyspark = presentIn(family).flatMap(name => name.pyspark ?? [])
      return pyspark.filter(name => !spelt(name).test(text)).map(name => `${title}: ${name}`)
    }),
  )
  assert.deepEqual(unheld, [])
})

test('every family that is there is held by something; cases have goldens, and every file of cases is named', async () => {
  const files = [...(await allCases()).keys()]
  for (const family of families) {
    if (presentIn(family).length > 0) assert.ok(family.cases ?? family.tests, family.title)
    for (const file of namesOf(family.cases)) {
      assert.ok(files.includes(file), `${family.title}: there are no cases ${file}`)
      assert.ok(existsSync(goldensFile(file)), `${file} has no goldens`)
    }
    for (const path of namesOf(family.tests)) assert.ok(existsSync(join(projectRoot(), path)), path)
  }
  const named = new Set([ACROSS, ...families.map(({ cases }) => cases)].flatMap(namesOf))
  assert.deepEqual(
    files.filter(file => !named.has(file)),
    [],
  )
  const goldens = readdirSync(join(projectRoot(), 'test', 'spark', 'goldens')).map(name => name.replace('.json', ''))
  assert.deepEqual(
    goldens.filter(file => file !== 'lab' && !files.includes(file)),
    [],
  )
})

test('what is different is told: by a line for each name, and by the reason of each case', async () => {
  const lines = Object.values(DIFFERENCES).flat()
  const spelt = new Set(lines.flatMap(line => [...line.matchAll(/`([^`]*)`/g)]).flatMap(([, text]) => text!.split(/[ :(]+/)))
  const names = families.flatMap(({ different }) => pairsOf(different))
  assert.deepEqual(
    names.filter(({ pyspark, sluice }) => !spelt.has(sluice) && !spelt.has(pyspark ?? sluice)),
    [],
  )
  const { printed } = placeIn(readFileSync(readme, 'utf8'))
  const reasons = [...(await allCases()).values()].flat().flatMap(differencesOf)
  assert.ok(reasons.length > 0)
  for (const { name, why } of reasons) assert.ok(printed.includes(why.replace(/\.$/, '')), `${name}: ${why}`)
})

function exportedNames(node: ts.Statement): string[] {
  const isExported = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  if (isExported !== true) return []
  if (ts.isFunctionDeclaration(node)) return node.name === undefined ? [] : [node.name.text]
  if (!ts.isVariableStatement(node)) return []
  return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
}
