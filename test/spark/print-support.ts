// The README's tables of what sluice has of Spark: prints them, or writes them with --write.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/util/project-root.ts'
import { allCases, differencesOf } from './cases-of.ts'
import { castPairs, flatTypes } from './cast-pairs.ts'
import { ACROSS, camelCase, type Family, namesOf, pairsOf, SECTIONS, type Section } from './support.ts'
import { DIFFERENCES } from './support-differences.ts'

const BEGIN = '<!-- printed by test/spark/print-support.ts: change the data, then run it with --write -->'
const END = '<!-- end of what is printed -->'

export const readme = join(projectRoot(), 'README.md')

/** @throws when the README has no place for it */
export function placeIn(text: string): { readonly before: string; readonly printed: string; readonly after: string } {
  const [before, rest] = text.split(BEGIN)
  const [printed, after] = rest?.split(END) ?? []
  if (before === undefined || printed === undefined || after === undefined)
    throw new Error(`README.md lacks "${BEGIN}" … "${END}"`)
  return { before: before + BEGIN, printed, after: END + after }
}

export async function printSupport(): Promise<string> {
  return ['', ...SECTIONS.map(printSection), printCasts(), printAcross(), await printDifferences(), ''].join('\n')
}

function printSection(section: Section): string {
  const counts = {
    same: counted(section, ({ same }) => pairsOf(same).filter(({ pyspark }) => pyspark !== null).length),
    own: counted(
      section,
      ({ same, different }) => [...pairsOf(same), ...pairsOf(different)].filter(({ pyspark }) => pyspark === null).length,
    ),
    different: counted(section, ({ different }) => pairsOf(different).filter(({ pyspark }) => pyspark !== null).length),
    otherwise: counted(section, ({ otherwise = {} }) => Object.keys(otherwise).length),
    absent: counted(section, ({ absent }) => namesOf(absent).length),
  }
  const words = [
    ...(counts.same > 0 ? [`${counts.same} the same`] : []),
    ...(counts.different > 0 ? [`${counts.different} with a difference`] : []),
    ...(counts.otherwise > 0 ? [`${counts.otherwise} said otherwise`] : []),
    ...(counts.own > 0 ? [`${counts.own} of sluice alone`] : []),
    ...(counts.absent > 0 ? [`${counts.absent} not there`] : []),
  ]
  const rows = section.families.map(family => `| ${family.title} | ${here(family)} | ${held(family)} | ${notHere(family)} |`)
  return folded(`<b>${section.title}</b>: ${words.join(', ')}`, ['| | here | held by | not here |', '|---|---|---|---|', ...rows])
}

const counted = ({ families }: Section, count: (family: Family) => number) =>
  families.reduce((sum, family) => sum + count(family), 0)

const folded = (summary: string, lines: readonly string[]) =>
  [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'].join('\n')

function here({ same, different, otherwise = {} }: Family): string {
  const others = Object.entries(otherwise).map(([pyspark, way]) => `${code(pyspark)}: ${way.includes('`') ? way : code(way)}`)
  return [
    listed(same),
    ...(different === undefined ? [] : [`different, see below: ${listed(different)}`]),
    ...(others.length === 0 ? [] : [`in other words: ${others.join(', ')}`]),
  ]
    .filter(part => part !== '')
    .join('<br>')
}

/** Names of sluice; with PySpark's where it is not the same in another case. */
function listed(list: string | undefined): string {
  const pairs = pairsOf(list)
  const plain = pairs.filter(({ pyspark, sluice }) => pyspark !== null && camelCase(pyspark) === sluice)
  const renamed = pairs.filter(({ pyspark, sluice }) => pyspark !== null && camelCase(pyspark) !== sluice)
  const own = pairs.filter(({ pyspark }) => pyspark === null)
  return [
    ...(plain.length === 0 ? [] : [code([...new Set(plain.map(({ sluice }) => sluice))].join(' '))]),
    ...renamed.map(({ pyspark, sluice }) => `${code(sluice)} for ${code(pyspark!)}`),
    ...(own.length === 0 ? [] : [`of sluice alone ${code(own.map(({ sluice }) => sluice).join(' '))}`]),
  ].join(', ')
}

const caseLinks = (cases: string | undefined) =>
  namesOf(cases)
    .map(name => `[${name}](test/spark/cases/${name}.ts)`)
    .join(', ')

const held = ({ cases, tests }: Family) =>
  [caseLinks(cases), ...namesOf(tests).map(path => `[${testName(path)}](${path})`)].filter(link => link !== '').join(', ')

const testName = (path: string) => path.replace(/^test\//, '').replace(/\.test\.ts$/, '')

function notHere({ absent, why }: Family): string {
  const names = namesOf(absent)
  return [...(names.length === 0 ? [] : [code(names.join(' '))]), ...(why === undefined ? [] : [why])].join(': ')
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``

/** From the rule itself, which the case of cast-pairs.ts holds. */
function printCasts(): string {
  const name = (type: string) => type.replace(/\(.*/, '')
  const rows = Object.entries(castPairs()).map(([from, pairs]) => {
    const to = pairs.filter(type => type !== from)
    const not = flatTypes().filter(type => !pairs.includes(type))
    return `| ${name(from)} | ${code(to.map(name).join(' '))} | ${not.length === 0 ? '' : code(not.map(name).join(' '))} |`
  })
  return folded('<b>Casts</b>: those of ANSI mode', [
    '`cast` fails and `tryCast` gives null for a value that does not fit. Arrays, maps and structs are cast part by part, and to',
    'text. A pair that ANSI mode has no cast for is refused with Spark’s condition, `[DATATYPE_MISMATCH.CAST_…]`. Held by',
    `${caseLinks('cast-pairs cast types decimals')}.`,
    '',
    '| from | to | refused |',
    '|---|---|---|',
    ...rows,
  ])
}

const printAcross = () => `\nCases in which several of these meet: ${caseLinks(ACROSS)}.`

async function printDifferences(): Promise<string> {
  const known = Object.entries(DIFFERENCES).flatMap(([about, lines]) => ['', `*${about}*`, '', ...lines.map(line => `- ${line}`)])
  const cases = [...(await allCases())].flatMap(([file, given]) =>
    given
      .flatMap(differencesOf)
      .map(({ name, why }) => `- [${file}](test/spark/cases/${file}.ts), ${code(name)}: ${why.replace(/\.$/, '')}.`),
  )
  const count = known.concat(cases).filter(line => line.startsWith('- ')).length
  return folded(`<b>Different, and why</b>: ${count} places`, [
    ...known.slice(1),
    '',
    '*In a case that keeps both outcomes*',
    '',
    ...cases,
  ])
}

async function main(): Promise<void> {
  const printed = await printSupport()
  if (!process.argv.includes('--write')) {
    process.stdout.write(printed)
    return
  }
  const { before, after } = placeIn(readFileSync(readme, 'utf8'))
  writeFileSync(readme, `${before}${printed}${after}`)
}

if (require.main === module) void main()
