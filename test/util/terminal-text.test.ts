import assert from 'node:assert/strict'
import { test } from 'node:test'
import { terminalText } from '../../src/util/terminal-text.ts'

test('ordinary text in any script, with emoji and combining marks, is printed unchanged', () => {
  const text = 'Überweisung 12,50 € – перевод – 出金 – 💶 – e\u0301'
  assert.equal(terminalText(text), text)
})

test('ANSI sequences, both ways to start them, are printed as escapes', () => {
  assert.equal(terminalText('\u001b[2J\u001b]0;owned\u0007\u009b31m'), '\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m')
})

test('a line break or a carriage return cannot forge another line', () => {
  assert.equal(terminalText('ok\r\nERROR\u2028x\u0085y\tz'), 'ok\\r\\nERROR\\u2028x\\u0085y\\tz')
})

test('marks that turn, hide or tag text are printed as escapes', () => {
  assert.equal(terminalText('a\u202eb\u2066c\u200bd\u{e0041}\ufeff'), 'a\\u202eb\\u2066c\\u200bd\\u{e0041}\\ufeff')
})

test('a lone half of a surrogate pair is printed as an escape, a whole pair unchanged', () => {
  assert.equal(terminalText('\ud83d|\u{1f600}'), '\\ud83d|\u{1f600}')
})
