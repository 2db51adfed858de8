import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutText } from '../../src/util/cut-text.ts'

test('a text is cut between characters, and only where it is too long', () => {
  assert.equal(cutText('abc', 3), 'abc')
  assert.equal(cutText('abcd', 3), 'abc…')
  assert.equal(cutText('a😀😀', 3), 'a😀😀')
  assert.equal(cutText('😀😀😀😀', 3), '😀😀😀…')
  assert.equal(cutText('', 3), '')
})
