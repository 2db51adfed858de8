import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { inspectableErrors } from '../../src/notebook/repair-errors.ts'
import { SluiceError } from '../../src/util/error.ts'
import { userFunctionFailed } from '../../src/util/user-function.ts'

const place = { condition: 'C', calledBy: 'foreach batch sink', batchId: 3 }

test('a cell shows the stack of the user’s own function, and nothing that a terminal would obey', () => {
  inspectableErrors()
  const shown = inspect(userFunctionFailed(place, new RangeError('no \u001b[31mroom')))
  assert.match(shown, /^SluiceError USER_FUNCTION_FAILED: \[C\] .*\(batch 3\)\. Reason: no/)
  assert.match(shown, /\n {2}caused by RangeError: no .*room\n {4}at .*user-error\.test/)
  assert.ok(!shown.includes('\u001b'))
  const nested = inspect(userFunctionFailed(place, new SluiceError('USAGE', 'mine')))
  assert.match(nested, /\n {2}caused by SluiceError USAGE: mine$/)
  assert.match(inspect(userFunctionFailed(place, 'a text')), /Reason: a text\n {2}caused by a text$/)
})

test('other errors of this library show their message alone', () => {
  inspectableErrors()
  assert.equal(inspect(new SluiceError('USAGE', 'mine', {}, new Error('inner'))), 'SluiceError USAGE: mine')
})
