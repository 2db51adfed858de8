import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOfRows } from '../../src/plan/static-table-rows.ts'
import { integer, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { rowsOf } from '../../src/schema/value-at.ts'

const THENABLE = Object.fromEntries([['then', () => {}]])
const Row = struct({ a: integer() })
const given = (...rows: readonly unknown[]) => batchOfRows(rows as readonly object[], Row)

test('what has no fields is no row, instead of one of nulls', () => {
  const nothing: readonly (readonly [unknown, RegExp])[] = [
    [Promise.reject(new Error('nobody waits')), /Cannot put a promise .* into a table \(row 1\): give an object with a\./],
    [{ a: 1, ...THENABLE }, /"then"/],
    [new Map([['a', 1]]), /Cannot put a Map into/],
    [new Set(), /Cannot put a Set into/],
    [new Date(0), /Cannot put a Date into/],
    [[1], /Cannot put a list into/],
    [Uint8Array.of(1), /Cannot put a list into/],
    [7, /Cannot put a number into/],
    ['x', /Cannot put a string into/],
    [null, /Cannot put null into/],
    [() => ({ a: 1 }), /Cannot put a function into/],
  ]
  for (const [row, message] of nothing) {
    // The last is refused with the list: what it throws does not end the process.
    assert.throws(() => given({ a: 1 }, row, Promise.reject(new Error('nobody waits'))), { code: 'TYPE_MISMATCH', message })
  }
  assert.throws(() => batchOfRows(Promise.resolve([]) as never, Row), { code: 'TYPE_MISMATCH', message: /a promise/ })
})

test('a struct within a row is held to the same', () => {
  const schema = struct({ s: Row })
  for (const [s, what] of [
    [new Map(), 'a Map'],
    [[1], 'a list'],
    [Promise.resolve(), 'a promise'],
    [new Date(0), 'a Date'],
  ] as const)
    assert.throws(() => batchOfRows([{ s }], schema), {
      code: 'TYPE_MISMATCH',
      message: new RegExp(`Cannot put ${what} .*\\(row 0, s\\)`),
    })
})

test('a field is what the row has under its name, not what every object has', () => {
  class Made {
    get a() {
      return 5
    }
  }
  assert.deepEqual(rowsOf(given(new Made(), {}, Object.assign(Object.create(null), { a: 6 }))), [{ a: 5 }, { a: null }, { a: 6 }])
  const schema = struct({ constructor: string(), s: struct({ toString: string() }) })
  assert.deepEqual(rowsOf(batchOfRows([{ s: {} }, { constructor: 'x', s: { toString: 'y' } }], schema)), [
    { constructor: null, s: { toString: null } },
    { constructor: 'x', s: { toString: 'y' } },
  ])
})

test('a text in a message is cut between characters and safe to print', () => {
  assert.throws(
    () => given({ a: `\u202e${'😀'.repeat(50)}` }),
    (error: Error) => {
      assert.ok(error.message.includes(`Cannot put "\\u202e${'😀'.repeat(39)}…" into`), error.message)
      return true
    },
  )
})

test('an invalid date is no timestamp', () => {
  assert.throws(() => batchOfRows([{ at: new Date(Number.NaN) }], struct({ at: timestamp() })), {
    code: 'TYPE_MISMATCH',
    message: /Cannot put an invalid Date into a table \(row 0, at\): it is no timestamp/,
  })
})
