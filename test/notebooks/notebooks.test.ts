import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../../src/util/project-root.ts'
import { notebookNames, runNotebooks } from './run-notebooks.ts'

const names = notebookNames(join(projectRoot(), 'notebooks'))

test('there are notebooks', () => {
  assert.ok(names.length > 0)
})

for (const name of names) {
  test(`${name} runs from top to bottom in a fresh kernel, without a word on stderr`, async () => {
    const [result] = await runNotebooks({ names: [name] })
    assert.deepEqual(result!.failures, [])
  })
}
