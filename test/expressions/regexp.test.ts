import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javaRegexp } from '../../src/expressions/builtins/regexp-java.ts'
import { parseRegexp } from '../../src/expressions/builtins/regexp-parse.ts'
import { translated } from '../../src/expressions/builtins/regexp-translate.ts'
import { like, regexpExtract, regexpReplace, rlike, split } from '../../src/expressions/functions/regexp.ts'
import { string } from '../../src/schema/data-type.ts'
import { oneValueOf } from '../support/evaluate-column.ts'

const s = { s: string() }
const found = (pattern: string, text: string) =>
  Array.from(javaRegexp(pattern, 'test').matches(text), ({ groups }) => [...groups])

test('a group keeps what an earlier turn of its loop gave it, as in Java and not in JavaScript', () => {
  assert.deepEqual(found('(?:(a)|b)+', 'ab'), [['ab', 'a']])
})

test('possessive and atomic parts are not gone back into', () => {
  assert.deepEqual(found('a++a', 'aaa'), [])
  assert.deepEqual(found('(?>a|ab)c', 'abc'), [])
  assert.deepEqual(found('a*+b', 'aab'), [['aab']])
})

test('a back reference to a group that is not in the match does not match', () => {
  assert.deepEqual(found('(a)?\\1b', 'b'), [])
})

test('classes have unions and intersections', () => {
  assert.deepEqual(found('[a-z&&[^bc]]+', 'abcd'), [['a'], ['d']])
  assert.deepEqual(found('[a-c[x-z]]+', 'axqz'), [['ax'], ['z']])
})

test('capitals are passed over in ASCII alone, unless the flag u says otherwise', () => {
  assert.deepEqual(found('(?i)é', 'É'), [])
  assert.deepEqual(found('(?iu)é', 'É'), [['É']])
})

test('the end of a text stands before its last line end, too', () => {
  assert.deepEqual(found('a$', 'a\r\n'), [['a']])
  assert.deepEqual(found('a\\z', 'a\n'), [])
})

test('the matcher and the engine of JavaScript find the same', () => {
  const patterns = [
    'a+',
    '(a|b)c?',
    '[^a]',
    '^b|c$',
    '(?m)^.',
    '\\w+@',
    '(?:ab){1,2}',
    'a*?b',
    '(?=b)',
    '(?<=a)b',
    '(a)(b)?',
    '\\bab',
  ]
  const texts = ['', 'abc', 'aabbcc', 'b\nab\n', 'ab@c', 'xaby']
  for (const pattern of patterns) {
    assert.notEqual(translated(parseRegexp(pattern)), null, pattern)
    // A possessive nothing keeps an expression from being translated.
    const slow = `${pattern.includes('|') ? `(?:${pattern})` : pattern}(?>)`
    assert.equal(translated(parseRegexp(slow)), null)
    for (const text of texts) {
      assert.deepEqual(found(pattern, text), found(slow, text), `${pattern} in ${JSON.stringify(text)}`)
    }
  }
})

test('what is no pattern is refused in words that name it', () => {
  const refused = { code: 'INVALID_OPTION', message: /^\[INVALID_PARAMETER_VALUE.PATTERN\].*\(\[a/ }
  assert.throws(() => oneValueOf(s, ['x'], r => rlike(r.s, '([a')), refused)
})

test('a group that the pattern has not is an error only where there is a match', () => {
  const group = { code: 'INVALID_OPTION', message: /REGEX_GROUP_INDEX.*between 0 and 1, but got 2/ }
  assert.throws(() => oneValueOf(s, ['a'], r => regexpExtract(r.s, '(a)', 2)), group)
  assert.equal(
    oneValueOf(s, ['b'], r => regexpExtract(r.s, '(a)', 2)),
    '',
  )
})

test('replacements name groups, by number as far as there are groups', () => {
  assert.equal(
    oneValueOf(s, ['abc'], r => regexpReplace(r.s, '(b)', '[$12]')),
    'a[b2]c',
  )
  assert.equal(
    oneValueOf(s, ['abc'], r => regexpReplace(r.s, '(?<n>b)', `$${'{n}'}!`)),
    'ab!c',
  )
  assert.throws(() => oneValueOf(s, ['abc'], r => regexpReplace(r.s, 'b', '$1')), { code: 'INVALID_OPTION' })
})

test('split keeps empty parts at the end, and nothing before a match of nothing at the start', () => {
  assert.deepEqual(
    oneValueOf(s, ['a,b,,'], r => split(r.s, ',')),
    ['a', 'b', '', ''],
  )
  assert.deepEqual(
    oneValueOf(s, ['abc'], r => split(r.s, '(?=[a-z])')),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(
    oneValueOf(s, ['a,b,c'], r => split(r.s, ',', 2)),
    ['a', 'b,c'],
  )
})

test('a loop too deep for the stack is an error that says how to mend it', () => {
  assert.throws(() => found('(?:(a)|b\\1)*', 'a'.repeat(1_000_000)), { code: 'UNSUPPORTED_OPERATION', message: /possessive/ })
})

test('an escape in LIKE stands before what it escapes', () => {
  assert.equal(
    oneValueOf(s, ['a_c'], r => like(r.s, 'a\\_c')),
    true,
  )
  assert.equal(
    oneValueOf(s, ['abc'], r => like(r.s, 'a\\_c')),
    false,
  )
  assert.throws(() => oneValueOf(s, ['a'], r => like(r.s, 'a\\')), { message: /^\[INVALID_FORMAT.ESC_AT_THE_END\]/ })
  assert.throws(() => oneValueOf(s, ['a'], r => like(r.s, '\\a')), { message: /^\[INVALID_FORMAT.ESC_IN_THE_MIDDLE\]/ })
})
