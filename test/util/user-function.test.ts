import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageOf } from '../../src/util/error.ts'
import { userFunctionFailed } from '../../src/util/user-function.ts'

test('whatever a function throws is told on one line, and stays whole as the cause', () => {
  const unreadable = new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error('no')
      },
    },
  )
  const cases: readonly (readonly [unknown, string])[] = [
    [new Error('odd'), 'odd'],
    [new Error(''), 'an error without a message'],
    ['text', 'text'],
    [Object.create(null), '[Object: null prototype] {}'],
    [{ a: 1, text: 'x\n\u009by' }, "{ a: 1, text: 'x\\n\\x9By' }"],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('x'), 'Symbol(x)'],
    [unreadable, 'something that cannot be shown'],
  ]
  for (const [thrown, reason] of cases) {
    const error = userFunctionFailed({ condition: 'C', calledBy: 'x', batchId: 1 }, thrown)
    assert.equal(error.message, `[C] An error occurred in the user provided function in x (batch 1). Reason: ${reason}`)
    assert.equal(error.cause, thrown === undefined ? undefined : thrown)
  }
})

test('what is long is cut', () => {
  const message = messageOf({ text: '😀'.repeat(500), more: 1 })
  assert.equal(message, `{ text: '${'😀'.repeat(191)}…`)
  assert.doesNotMatch(messageOf(Object.assign(Object.create(null), { inner: new Error('two\nlines') })), /\n/)
})
