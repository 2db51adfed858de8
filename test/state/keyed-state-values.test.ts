import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupText } from '../../src/state/keyed-state-values.ts'

test('a key in a message can neither steer a terminal nor turn the text', () => {
  assert.equal(groupText({ user: 'a\u009b31mRED\u202e\u001b[2J' }), '{"user":"a\\u009b31mRED\\u202e\\u001b[2J"}')
})

test('keys that differ are told apart: maps by their entries, numbers that JSON has not, bytes', () => {
  assert.equal(groupText({ m: new Map([['a', 1n]]) }), '{"m":[["a","1"]]}')
  assert.equal(groupText({ x: Number.NaN, y: -Infinity, z: null }), '{"x":"NaN","y":"-Infinity","z":null}')
  assert.equal(groupText({ b: Uint8Array.of(0, 255) }), '{"b":"00ff"}')
})

test('a long key is cut between characters', () => {
  assert.equal(groupText({ k: '😀'.repeat(300) }), `{"k":"${'😀'.repeat(194)}…`)
})
