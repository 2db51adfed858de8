import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  base64,
  crc32,
  decode,
  encode,
  hash,
  hex,
  sha2,
  unbase64,
  unhex,
  xxhash64,
} from '../../src/expressions/functions/hash.ts'
import { binary, decimal, double, integer, long, map, string } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

test('hashes are those that Spark gives', () => {
  assert.equal(
    oneValueOf({ s: string() }, ['abcdefgé'], r => hash(r.s)),
    137197525,
  )
  assert.equal(
    oneValueOf({ l: long() }, [-(2n ** 63n)], r => hash(r.l)),
    -853646085,
  )
  assert.equal(
    oneValueOf({ m: decimal(38, 2) }, [-123n], r => hash(r.m)),
    1285747285,
  )
  assert.equal(
    oneValueOf({ s: string() }, ['abc'], r => xxhash64(r.s)),
    1423657621850124518n,
  )
})

test('a null changes no hash, and -0.0 has that of 0.0', () => {
  const fields = { a: integer(), d: double() }
  const [one, other, none] = valuesOf(
    fields,
    [
      [1, 0],
      [1, -0],
      [null, null],
    ],
    r => hash(r.a, r.d),
  )
  assert.equal(one, other)
  assert.equal(none, 42)
})

test('a map has no hash', () => {
  const refused = { code: 'TYPE_MISMATCH', message: /^\[DATATYPE_MISMATCH.HASH_MAP_TYPE\]/ }
  assert.throws(() => oneValueOf({ m: map(string(), integer()) }, [[]], r => hash(r.m)), refused)
})

test('digests are of the bytes, also where they are no UTF-8', () => {
  const bytes = Buffer.from('ff', 'hex')
  const digest = 'a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89'
  assert.equal(
    oneValueOf({ b: binary() }, [bytes], r => sha2(r.b, 256)),
    digest,
  )
  assert.equal(
    oneValueOf({ b: binary() }, [bytes], r => sha2(r.b.cast('string'), 0)),
    digest,
  )
  assert.equal(
    oneValueOf({ s: string() }, ['abc'], r => crc32(r.s)),
    891568578,
  )
})

test('base64 has lines of 76 characters, and is read with anything between', () => {
  const text = oneValueOf({ s: string() }, ['x'.repeat(60)], r => base64(r.s)) as string
  assert.equal(text.indexOf('\r\n'), 76)
  assert.deepEqual(
    oneValueOf({ s: string() }, [text], r => hex(unbase64(r.s))),
    '78'.repeat(60),
  )
  assert.throws(() => oneValueOf({ s: string() }, ['a'], r => unbase64(r.s)), { code: 'MALFORMED_RECORD_IN_PARSING' })
})

test('hexadecimal digits of a negative number are those of 64 bits, and what is no digit gives null', () => {
  assert.equal(
    oneValueOf({ a: integer() }, [-1], r => hex(r.a)),
    'FFFFFFFFFFFFFFFF',
  )
  assert.equal(
    oneValueOf({ s: string() }, ['0G'], r => unhex(r.s)),
    null,
  )
})

test('a character that a charset has not ends the batch; an unknown charset is named', () => {
  const malformed = { code: 'MALFORMED_RECORD_IN_PARSING', message: /^\[MALFORMED_CHARACTER_CODING\]/ }
  assert.throws(() => oneValueOf({ s: string() }, ['é'], r => encode(r.s, 'us-ascii')), malformed)
  assert.throws(() => oneValueOf({ b: binary() }, [Buffer.from('ff', 'hex')], r => decode(r.b, 'utf-8')), malformed)
  assert.throws(() => oneValueOf({ s: string() }, ['a'], r => encode(r.s, 'utf-7')), { message: /utf-7/ })
  assert.equal(
    oneValueOf({ s: string() }, ['a😀'], r => decode(encode(r.s, 'UTF-16'), 'UTF-16')),
    'a😀',
  )
})
