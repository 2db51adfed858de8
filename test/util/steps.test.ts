import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepwise } from '../../src/util/steps.ts'

test('work that is done is given as it is, also where it can be iterated; work on its way goes on', () => {
  const list = [1, 2]
  assert.deepEqual(stepwise(list).next(), { done: true, value: list })
  const steps = stepwise(
    (function* () {
      yield
      return list
    })(),
  )
  assert.deepEqual(steps.next(), { done: false, value: undefined })
  assert.deepEqual(steps.next(), { done: true, value: list })
})
