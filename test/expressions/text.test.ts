import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StringColumn } from '../../src/expressions/column.ts'
import { hex } from '../../src/expressions/functions/hash.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { concat, concatWs, initcap, length, repeat, reverse, upper } from '../../src/expressions/functions/text.ts'
import { formatNumber, formatString, lpad, overlay, replace } from '../../src/expressions/functions/text-edit.ts'
import { left, locate, right, substring, substringIndex } from '../../src/expressions/functions/text-parts.ts'
import { binary, double, integer, string } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const s = { s: string() }

test('positions count characters from 1, and from the end where they are negative', () => {
  const part = (position: number, size: number) => oneValueOf(s, ['a😀cd'], r => substring(r.s, position, size))
  assert.deepEqual([part(2, 1), part(-1, 5), part(0, 2), part(-9, 6), part(9, 1)], ['😀', 'd', 'a😀', 'a', ''])
  assert.equal(
    oneValueOf(s, ['a😀'], r => concat(left(r.s, 1), lit('|'), right(r.s, 1))),
    'a|😀',
  )
})

test('a position beyond 32 bits wraps as in Java', () => {
  assert.equal(
    oneValueOf(s, ['abc'], r => overlay(r.s, 'X', 2147483647, 5)),
    'abcXabc',
  )
})

test('bytes that are no UTF-8 come through functions over characters as they are', () => {
  const rows = [[Buffer.from('61ffe263', 'hex')]]
  const of = (f: (text: StringColumn) => StringColumn) => valuesOf({ b: binary() }, rows, r => hex(f(r.b.cast('string'))))
  assert.deepEqual(of(reverse), ['E263FF61'])
  assert.deepEqual(
    of(text => substring(text, 2, 1)),
    ['FF'],
  )
  assert.deepEqual(
    of(text => concat(text, lit('é'))),
    ['61FFE263C3A9'],
  )
  assert.deepEqual(
    of(text => replace(text, 'a', 'b')),
    ['62FFE263'],
  )
  assert.deepEqual(
    of(text => lpad(text, 4, '.')),
    ['2E61FFE263'],
  )
})

test('a function of java.lang.String shows U+FFFD for them', () => {
  assert.equal(
    oneValueOf({ b: binary() }, [Buffer.from('61ff', 'hex')], r => upper(r.b.cast('string'))),
    'A\ufffd',
  )
})

test('concatWs leaves nulls out, and only a null separator gives null', () => {
  const fields = { a: string(), b: string(), by: string() }
  const rows = [
    ['x', null, '-'],
    [null, null, '-'],
    ['x', 'y', null],
  ]
  assert.deepEqual(
    valuesOf(fields, rows, r => concatWs(r.by, r.a, r.b)),
    ['x', '', null],
  )
})

test('locate finds nothing from a null position, though it is null for a null text', () => {
  const rows = [
    ['abc', null],
    [null, 1],
    ['abc', 3],
  ]
  assert.deepEqual(
    valuesOf({ s: string(), n: integer() }, rows, r => locate('c', r.s, r.n)),
    [0, null, 3],
  )
})

test('words begin behind blanks alone, and a sigma ends one as a final sigma', () => {
  assert.equal(
    oneValueOf(s, ['ΑΣ foo-bar\tbaz ßA'], r => initcap(r.s)),
    'Ας Foo-bar\tbaz Ssa',
  )
})

test('delimiters are counted from the right where the count is negative', () => {
  const of = (count: number) => oneValueOf(s, ['a.b.c'], r => substringIndex(r.s, '.', count))
  assert.deepEqual([of(2), of(-2), of(0), of(9), of(-9)], ['a.b', 'b.c', '', 'a.b.c', 'a.b.c'])
})

test('formatNumber rounds what a number is, not what its digits say', () => {
  const of = (value: number, places: number) => oneValueOf({ d: double() }, [value], r => formatNumber(r.d, places))
  assert.deepEqual(
    [of(2.675, 2), of(0.125, 2), of(0.375, 2), of(-0.4, 0), of(1e20, 1)],
    ['2.67', '0.12', '0.38', '-0', '100,000,000,000,000,000,000.0'],
  )
})

test('a format that does not fit its arguments is refused when it meets a row', () => {
  assert.equal(
    oneValueOf({ n: integer() }, [255], r => formatString('%05d|%x|%-4s|', r.n, r.n, r.n)),
    '00255|ff|255 |',
  )
  for (const format of ['%f', '%d %d', '%y', '%-d']) {
    assert.throws(() => oneValueOf({ n: integer() }, [1], r => formatString(format, r.n)), { code: 'INVALID_OPTION' }, format)
  }
})

test('a text that stands in many rows is computed once', () => {
  const rows = Array.from({ length: 100 }, (_, i) => [i % 3 === 2 ? null : `text ${i % 3}`])
  const values = valuesOf(s, rows, r => length(upper(r.s)))
  assert.deepEqual(
    values,
    rows.map(([text]) => (text === null ? null : 6)),
  )
})

test('arguments of other types are refused when the column is made', () => {
  assert.throws(() => oneValueOf({ d: double() }, [1], r => upper(r.d as never)), { code: 'TYPE_MISMATCH' })
  assert.throws(() => oneValueOf({ s: string() }, ['a'], r => substring(r.s, 1.5)), { code: 'TYPE_MISMATCH' })
})

test('a result too long for a text is an error of words', () => {
  const tooLong = { code: 'UNSUPPORTED_OPERATION', message: /repeat.*too long/ }
  assert.throws(() => oneValueOf(s, ['abc'], r => repeat(r.s, 2147483647)), tooLong)
})
