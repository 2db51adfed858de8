// The examples in the docstrings of public names hold: all compile, and those with a value give it.
//
// A value is written as a comment behind the line that gives it, or on the lines below: `lit(5) // 5`. An example whose
// value ends in `…`, or that waits for a broker (`await`), is compiled but not run.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import ts from 'typescript'
import * as sluice from '../src/index.ts'
import { projectRoot } from '../src/util/project-root.ts'
import { STRICT, tslabTypescript, typescript } from './types/compilers.ts'

interface Example {
  readonly of: string
  readonly text: string
}

const door = join(projectRoot(), 'dist', 'src', 'index.d.ts')

function publicExamples(): { readonly names: readonly string[]; readonly examples: readonly Example[] } {
  const program = ts.createProgram([door], STRICT)
  const checker = program.getTypeChecker()
  const names = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(door)!)!)
  const examples = names.flatMap(name => {
    const symbol = (name.flags & ts.SymbolFlags.Alias) === 0 ? name : checker.getAliasedSymbol(name)
    const members = [...(symbol.members?.values() ?? [])].map(member => [`${name.name}.${member.name}`, member] as const)
    return [[name.name, symbol] as const, ...members].flatMap(([of, documented]) =>
      documented
        .getJsDocTags(checker)
        .filter(tag => tag.name === 'example')
        .map(tag => ({ of, text: ts.displayPartsToString(tag.text) })),
    )
  })
  return { names: names.map(({ name }) => name), examples }
}

const { names, examples } = publicExamples()

/** What examples speak of without making it. */
const SURROUNDINGS = `
import { ${names.join(', ')} } from 'sluice'
declare const lab: Workbook
declare const batch: Batch
declare const query: StreamingQuery<{ user: string }>
declare const state: GroupState<{ n: number | bigint | null }>
declare const readStream: ReadStream
declare const t: { readonly amount: DoubleColumn; readonly type: StringColumn; readonly time: TimestampColumn }
declare const select: Stream<KafkaColumns>['select']
const Transaction = struct({ transaction_id: string(), amount: double(), type: string() })
`

for (const compiler of [typescript(), tslabTypescript()]) {
  for (const { of, text } of examples) {
    test(`${compiler.name} takes the example of ${of}`, () => {
      assert.deepEqual(compiler.complaints(`${SURROUNDINGS}export const example = async () => {\n${text}\n}`), [])
    })
  }
}

/** The last line of an example, and the value that it says it has. */
function claimOf(text: string): { readonly code: string; readonly value: string } | null {
  const lines = text.trim().split('\n')
  const firstBelow = lines.findIndex(line => line.startsWith('//'))
  const code = firstBelow === -1 ? lines : lines.slice(0, firstBelow)
  const behind = /^(.*?)\s\/\/ (.*)$/.exec(code.at(-1)!)
  const below = lines.slice(code.length).map(line => line.replace(/^\/\/ ?/, ''))
  const value = behind === null ? below.join('\n') : behind[2]!
  if (value === '' || value.includes('…') || text.includes('await ')) return null
  return { code: [...code.slice(0, -1), `return ${behind?.[1] ?? code.at(-1)}`].join('\n'), value }
}

const claims = examples.flatMap(({ of, text }) => {
  const claim = claimOf(text)
  return claim === null ? [] : [{ of, ...claim }]
})

test('keyed state, foreach and the end of a query are shown, to their last member', () => {
  const members =
    'exists get getOption hasTimedOut update remove setTimeoutDuration setTimeoutTimestamp getCurrentWatermarkMs getCurrentProcessingTimeMs'
  const wanted = [
    ...'GroupedStream.agg GroupedStream.count GroupedTable GroupState GroupFunction GroupMapFunction MapGroupsOptions'.split(' '),
    ...'BatchFrame ForeachWriter StreamingQuery.awaitTermination Table'.split(' '),
    ...members.split(' ').map(member => `GroupState.${member}`),
  ]
  const shown = new Set(examples.map(({ of }) => of))
  assert.deepEqual(
    wanted.filter(name => !shown.has(name)),
    [],
  )
  assert.equal(examples.filter(({ of }) => of === 'StreamingQuery.awaitTermination').length, 2)
})

test('some examples say what they give', () => {
  assert.ok(claims.length >= 3, `${examples.length} examples, ${claims.length} with a value`)
})

for (const { of, code, value } of claims) {
  test(`the example of ${of} gives ${value}`, () => {
    const result = runInNewContext(`(() => {\n${code}\n})()`, { ...sluice })
    // Objects of another context have other prototypes.
    assert.deepEqual(structuredClone(result), structuredClone(runInNewContext(`(${value})`)))
  })
}
