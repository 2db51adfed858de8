// The types of a cell reach the next one as text: tslab prints declarations and compiles them again.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { projectRoot } from '../../src/util/project-root.ts'

interface Converter {
  convert(
    declarations: string,
    cell: string,
  ): { readonly declOutput: string; readonly diagnostics: readonly { readonly messageText: string }[] }
  complete(declarations: string, cell: string, position: number): { readonly candidates: readonly string[] }
  close(): void
}

process.chdir(join(projectRoot(), 'notebooks'))
const converter = (require('tslab/dist/converter.js') as { createConverter(): Converter }).createConverter()
after(() => converter.close())

/** The cells of the lab, as one: without the function around them. */
const lab = readFileSync(join(projectRoot(), 'test', 'types', 'lab.ts'), 'utf8').replace(
  /export async function cells\(\) \{(.*)\n {2}return \{[^\n]*\n\}/s,
  '$1',
)

function run(cells: readonly string[]): string {
  return cells.reduce((declarations, cell) => {
    const { declOutput, diagnostics } = converter.convert(declarations, cell)
    assert.deepEqual(
      diagnostics.map(({ messageText }) => messageText),
      [],
      cell,
    )
    return declOutput
  }, '')
}

test('tslab takes the cells of the lab, and the next cell knows the columns', () => {
  const declarations = run([
    lab,
    'byType.select(t => ({ end: t.window.end, total: t.total_amount.plus(1) }))\nbatch.rows()[0]?.type',
  ])
  const cell = 'transactions.filter(t => t.'
  assert.deepEqual([...converter.complete(declarations, cell, cell.length).candidates].sort(), [
    'amount',
    'location',
    'processing_time',
    'timestamp',
    'transaction_id',
    'type',
    'user_id',
  ])
})

test('a mistake in a later cell is told as in the first one', () => {
  const { diagnostics } = converter.convert(run([lab]), 'suspicious.next().then(batch => batch.rows()[0].amount_categori)')
  assert.match(diagnostics[0]!.messageText, /'amount_categori' does not exist.*Did you mean 'amount_category'\?/s)
})

test('columns, conditions and cases made in one cell are used in the next', () => {
  run([
    "import { lit, when, upper, struct, string, double } from 'sluice'\nconst size = when(lit(true), 'small')\nconst one = lit(1)\nconst Payment = struct({ id: string(), amount: double() })",
    "const text = upper(size.otherwise('large'))\nconst two = one.plus(1).gt(0.5)",
    'const both = two.and(text.isNotNull())\nconst fields: string[] = Object.keys(Payment.fields)',
  ])
})
