import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { printError } from '../../src/cli/print-error.ts'

test('a message keeps its lines, and nothing in it commands the terminal', () => {
  const stream = new PassThrough()
  printError(new Error('Cannot read \u001b]0;owned\u0007.\nMend it.', { cause: new Error('x') }), stream)
  assert.equal(String(stream.read()), 'Cannot read \\u001b]0;owned\\u0007.\nMend it.\n')
})
