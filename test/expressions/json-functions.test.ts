import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getJsonObject, jsonArrayLength, jsonObjectKeys, toJson } from '../../src/expressions/functions/json-functions.ts'
import { array, decimal, double, integer, map, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { oneValueOf } from '../support/evaluate-column.ts'

const at = (json: string, path: string) => oneValueOf({ j: string() }, [json], r => getJsonObject(r.j, path))

test('of equal names the first that is not null counts', () => {
  assert.equal(at('{"a":null,"a":1,"a":2}', '$.a'), '1')
})

test('a string stands without quotes, anything else as JSON', () => {
  assert.equal(at('{"a":"x\\ty"}', '$.a'), 'x\ty')
  assert.equal(at('{"a":[1, {"b":"c"}]}', '$.a'), '[1,{"b":"c"}]')
})

test('one match of all elements has no brackets, several have', () => {
  assert.equal(at('[{"a":1},{"b":2}]', '$[*].a'), '1')
  assert.equal(at('[{"a":1},{"a":2}]', '$[*].a'), '[1,2]')
})

test('what is not JSON up to the end of what was looked into gives null', () => {
  assert.equal(at('{"a":1,x}', '$.a'), null)
  assert.equal(at('{"a":1} x', '$.a'), '1')
  assert.equal(at('{"a":1}', 'a'), null)
})

test('names of an object stand as often as they are there', () => {
  assert.deepEqual(
    oneValueOf({ j: string() }, ['{"a":1,"a":{"b":2}}'], r => jsonObjectKeys(r.j)),
    ['a', 'a'],
  )
  assert.equal(
    oneValueOf({ j: string() }, ['[1,[2,3]]'], r => jsonArrayLength(r.j)),
    2,
  )
  assert.equal(
    oneValueOf({ j: string() }, ['{}'], r => jsonArrayLength(r.j)),
    null,
  )
})

test('fields that are null are left out, elements are not', () => {
  const fields = { v: struct({ a: integer(), l: array(integer()) }) }
  assert.equal(
    oneValueOf(fields, [[null, [1, null]]], r => toJson(r.v)),
    '{"l":[1,null]}',
  )
  assert.equal(
    oneValueOf(fields, [[null, null]], r => toJson(r.v, { ignoreNullFields: false })),
    '{"a":null,"l":null}',
  )
})

test('what is no number is text, and small decimals have exponents', () => {
  const fields = { v: struct({ d: double(), m: decimal(10, 7) }) }
  assert.equal(
    oneValueOf(fields, [[Number.NaN, 1n]], r => toJson(r.v)),
    '{"d":"NaN","m":1E-7}',
  )
})

test('moments are written in the zone of the query, as keys in microseconds', () => {
  const fields = { v: map(timestamp(), timestamp()) }
  assert.equal(
    oneValueOf(fields, [[[1, 1_577_836_800_123_456]]], r => toJson(r.v)),
    '{"1":"2020-01-01T00:00:00.123Z"}',
  )
})

test('options that there are not, and patterns that are none, are refused when the column is made', () => {
  const fields = { v: struct({ t: timestamp() }) }
  assert.throws(() => oneValueOf(fields, [[0]], r => toJson(r.v, { pretty: true } as never)), { code: 'INVALID_OPTION' })
  assert.throws(() => oneValueOf(fields, [[0]], r => toJson(r.v, { timestampFormat: 'bad{' })), { code: 'INVALID_OPTION' })
})
