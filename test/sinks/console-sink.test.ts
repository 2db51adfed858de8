import assert from 'node:assert/strict'
import { test } from 'node:test'
import { integer, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { type ConsoleSinkOptions, consoleSink } from '../../src/sinks/console-sink.ts'
import { batchOf } from '../formats/parquet-sample.ts'

const schema = struct({ value: integer() })
const rows = (...value: number[]) => batchOf(schema, { value })

async function printed(options: ConsoleSinkOptions, batches: readonly (readonly number[])[][]) {
  let text = ''
  const collect = (part: string) => {
    text += part
  }
  const sink = consoleSink({ ...options, write: collect })
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  for (const [batchId, parts] of batches.entries()) {
    const batch = await sink.beginBatch(batchId)
    for (const part of parts) await batch.write(rows(...part))
    assert.deepEqual(await batch.commit(), { numOutputRows: parts.flat().length })
  }
  return text
}

const head = (batchId: number) =>
  `-------------------------------------------\nBatch: ${batchId}\n-------------------------------------------\n+-----+\n|value|\n+-----+\n`

test('three batches, the last empty: the frames of Spark, byte for byte', async () => {
  const expected =
    `${head(0)}|    1|\n|    2|\n|    3|\n+-----+\n\n` +
    `${head(1)}|    4|\n|    5|\n|    6|\n+-----+\n\n` +
    `${head(2)}+-----+\n\n`
  assert.equal(await printed({}, [[[1, 2, 3]], [[4], [], [5, 6]], []]), expected)
})

test('numRows 2 of 3 rows: two rows and the note, without an empty line', async () => {
  assert.equal(await printed({ numRows: 2 }, [[[1], [2, 3]]]), `${head(0)}|    1|\n|    2|\n+-----+\nonly showing top 2 rows\n`)
})

test('exactly numRows rows: no note', async () => {
  assert.equal(await printed({ numRows: 2 }, [[[1, 2], []]]), `${head(0)}|    1|\n|    2|\n+-----+\n\n`)
})

test('truncate false shows whole cells to the left', async () => {
  const long = '1'.repeat(30)
  for (const [truncate, line] of [
    [true, '|12345678901234567...|'],
    [false, '|123456789012345678901234567890|'],
  ] as const) {
    let text = ''
    const collect = (part: string) => {
      text += part
    }
    const sink = consoleSink({ truncate, write: collect })
    const batch = await sink.beginBatch(0)
    await batch.write(batchOf(struct({ value: string() }), { value: [long.replace(/.{10}/g, '1234567890')] }))
    await batch.commit()
    assert.ok(text.includes(`${line}\n`), text)
  }
})

test('an aborted batch prints nothing', async () => {
  let text = ''
  const collect = (part: string) => {
    text += part
  }
  const sink = consoleSink({ write: collect })
  const batch = await sink.beginBatch(0)
  await batch.write(rows(1))
  await batch.abort()
  assert.equal(text, '')
})

test('truncate takes a boolean only, numRows a whole number', () => {
  const bad = (options: object) => () => consoleSink(options as ConsoleSinkOptions)
  assert.throws(bad({ truncate: 5 }), { code: 'INVALID_OPTION', message: /truncate = 5/ })
  assert.throws(bad({ truncate: 'false' }), { code: 'INVALID_OPTION' })
  assert.throws(bad({ numRows: 2.5 }), { code: 'INVALID_OPTION', message: /numRows = 2\.5/ })
})

test("timestamps are shown in the workbook's time zone, or in the sink's own", async () => {
  const times = struct({ value: timestamp() })
  const shown = async (options: ConsoleSinkOptions, context: { timeZone?: string }) => {
    let text = ''
    const collect = (part: string) => {
      text += part
    }
    const sink = consoleSink({ ...options, write: collect })
    await sink.open({ queryId: 'q', schema: times, outputMode: 'append', ...context })
    const batch = await sink.beginBatch(0)
    await batch.write(batchOf(times, { value: [0] }))
    await batch.commit()
    return /\|(1970.*)\|/.exec(text)?.[1]
  }
  assert.equal(await shown({}, {}), '1970-01-01 00:00:00')
  assert.equal(await shown({}, { timeZone: 'Europe/Moscow' }), '1970-01-01 03:00:00')
  assert.equal(await shown({ timeZone: '+01:00' }, { timeZone: 'Europe/Moscow' }), '1970-01-01 01:00:00')
})
