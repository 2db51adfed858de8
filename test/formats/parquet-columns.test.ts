import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { WordBounds } from '../../src/formats/parquet/chunks/word-bounds.ts'
import { parquetSchema } from '../../src/formats/parquet/parquet-schema.ts'
import { appendParquetValues, type ParquetValue } from '../../src/formats/parquet/parquet-values.ts'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { type ParquetWriterOptions, parquetWriter } from '../../src/formats/parquet/writer.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import { fieldsOf, string, struct } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { type Part, randomOf, randomParts, schema, storedColumns } from './parquet-random.ts'
import { batchOf, python, runPython, temporaryFolder } from './parquet-sample.ts'

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1)

function optionsOf(seed: number): ParquetWriterOptions & { readonly rowGroupRows: number } {
  const compression = (['snappy', 'gzip', 'uncompressed'] as const)[seed % 3]!
  return { compression, rowGroupRows: [131_072, 100, 1000, 4500][seed % 4]! }
}

async function write(path: string, parts: readonly Part[], options: ParquetWriterOptions): Promise<void> {
  const writer = parquetWriter(path, schema, options)
  for (const { batch, rows } of parts) await writer.write(batch, rows)
  await writer.close()
}

/** The same rows, each value handed to hyparquet-writer as an object: what the typed arrays must agree with. */
async function writeByValues(path: string, parts: readonly Part[], rowGroupRows: number): Promise<void> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema: parquetSchema(schema), statisticsTruncateLength: 64 })
  const columnData = fieldsOf(schema).map(({ name }, i) => {
    const data: ParquetValue[] = []
    for (const { batch, rows } of parts)
      appendParquetValues(data, batch.columns[i]!, rows ?? Int32Array.from({ length: batch.numRows }, (_, row) => row))
    // Its dictionary would merge 0 and -0.
    return { name, data, encoding: 'PLAIN' as const }
  })
  writer.write({ columnData, rowGroupSize: rowGroupRows })
  writer.finish()
  writeFileSync(path, bytes.getBytes())
}

// Bounds as they are stored.
const parsers = {
  timestampFromMilliseconds: (millis: bigint) => millis,
  timestampFromMicroseconds: (micros: bigint) => micros,
  timestampFromNanoseconds: (nanos: bigint) => nanos,
  dateFromDays: (days: number) => days,
  stringFromBytes: (bytes: Uint8Array) => bytes,
}

async function footer(path: string) {
  const { parquetMetadata } = await import('hyparquet')
  const { buffer, byteOffset, byteLength } = readFileSync(path)
  return parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer, { parsers })
}

/** As it is written: bytes, whole numbers as bigints. Text reads with U+FFFD where it is not UTF-8. */
function plain(value: Stored): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return Array.isArray(value) ? value.map(plain) : value
}

test('random columns are read as they were written, of whatever types and in whatever form they come', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  for (const seed of SEEDS) {
    const parts = randomParts(seed)
    await write(path, parts, optionsOf(seed))
    const { batch } = await readParquet(path)
    const expected = storedColumns(parts)
    for (const [i, field] of fieldsOf(schema).entries()) {
      const read = Array.from({ length: batch.numRows }, (_, row) => plain(storedAt(batch.columns[i]!, row)))
      const whole = (value: unknown) =>
        (field.type.kind === 'long' || field.type.kind === 'timestamp') && typeof value === 'number' ? BigInt(value) : value
      assert.deepEqual(read.map(whole), expected[i]!.map(plain).map(whole), `seed ${seed}, ${field.name}`)
    }
  }
})

test('random columns have the schema, row groups, null counts and bounds that hyparquet-writer gives them', async t => {
  const folder = temporaryFolder(t)
  const [path, other] = [join(folder, 'x.parquet'), join(folder, 'y.parquet')]
  for (const seed of SEEDS) {
    const [parts, options] = [randomParts(seed), optionsOf(seed)]
    await write(path, parts, options)
    await writeByValues(other, parts, options.rowGroupRows)
    const [ours, theirs] = [await footer(path), await footer(other)]
    assert.deepEqual(ours.schema, theirs.schema)
    assert.equal(ours.num_rows, theirs.num_rows)
    const facts = ({ row_groups }: typeof ours) =>
      row_groups.map(({ num_rows, columns }) => ({
        num_rows,
        columns: columns.map(({ meta_data }) => [
          meta_data!.path_in_schema,
          meta_data!.type,
          meta_data!.num_values,
          meta_data!.statistics,
        ]),
      }))
    assert.deepEqual(facts(ours), facts(theirs), `seed ${seed}`)
  }
})

const COMPARED = `
import sys, json, math, pyarrow as pa, pyarrow.parquet as pq, duckdb
con = duckdb.connect(); con.execute("set timezone='UTC'")
def plain(v):
    if isinstance(v, float): return repr(v)
    if isinstance(v, list): return [plain(x) for x in v]
    return v
def columns(table):
    # Moments beyond the year 9999 have no Python object.
    fixed = [c.cast(pa.int64()) if pa.types.is_timestamp(c.type) else c.cast(pa.int32()) if pa.types.is_date(c.type) else c for c in table.columns]
    return [[plain(v) for v in c.to_pylist()] for c in fixed]
differing = []
for a, b in zip(sys.argv[1::2], sys.argv[2::2]):
    x, y = pq.read_table(a), pq.read_table(b)
    if x.schema != y.schema or columns(x) != columns(y): differing.append(['pyarrow', a])
    q = '''select * replace (epoch_us("at") as "at", "day"::varchar as "day") from read_parquet(?)'''
    x, y = con.execute(q, [a]).fetchall(), con.execute(q, [b]).fetchall()
    if [[plain(v) for v in r] for r in x] != [[plain(v) for v in r] for r in y]: differing.append(['duckdb', a])
print(json.dumps(differing))`

test('pyarrow and DuckDB read random columns as hyparquet-writer would have written them', {
  skip: python === undefined,
}, async t => {
  const folder = temporaryFolder(t)
  const paths: string[] = []
  for (const seed of SEEDS) {
    const [parts, options] = [randomParts(seed), optionsOf(seed)]
    const [path, other] = [join(folder, `${seed}.parquet`), join(folder, `${seed}-values.parquet`)]
    await write(path, parts, options)
    await writeByValues(other, parts, options.rowGroupRows)
    paths.push(path, other)
  }
  assert.deepEqual(runPython(COMPARED, ...paths), [])
})

async function encodings(path: string): Promise<unknown> {
  return (await footer(path)).row_groups.map(group => group.columns[0]!.meta_data!.encodings.join(' '))
}

test('texts that repeat are a dictionary, also where the first thousands are all different; others are plain pages of 1 MiB', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  const one = struct({ text: string() })
  const count = 100_000
  const random = randomOf(1)
  const cases: [string, (i: number) => string, string][] = [
    ['few', i => `user_${i % 100}`, 'PLAIN RLE_DICTIONARY'],
    ['in order', i => `2024-01-01 ${Math.floor(i / 10)}`, 'PLAIN RLE_DICTIONARY'],
    ['many, again and again', () => `a rather long name of ${Math.floor(random() * 20_000)}`, 'PLAIN RLE_DICTIONARY'],
    ['all different', i => `txn_${i} of a rather long name`, 'PLAIN'],
    ['one', () => 'withdrawal', 'PLAIN RLE_DICTIONARY'],
  ]
  for (const [name, textOf, expected] of cases) {
    const texts = Array.from({ length: count }, (_, i) => textOf(i))
    const writer = parquetWriter(path, one)
    for (let from = 0; from < count; from += 10_000) await writer.write(batchOf(one, { text: texts.slice(from, from + 10_000) }))
    await writer.close()
    assert.deepEqual(await encodings(path), [expected], name)
    const { columns } = (await readParquet(path)).batch
    assert.deepEqual(
      texts.map((_, row) => storedAt(columns[0]!, row)),
      texts,
      name,
    )
    const { columns: chunks } = (await footer(path)).row_groups[0]!
    assert.equal(chunks[0]!.offset_index_length !== undefined, name === 'all different')
  }
})

async function textsReadBack(path: string, texts: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const one = struct({ text: string() })
  const writer = parquetWriter(path, one)
  await writer.write(batchOf(one, { text: texts }))
  await writer.close()
  const { batch } = await readParquet(path)
  return texts.map((_, row) => storedAt(batch.columns[0]!, row))
}

test('half a character at the end of a text does not join with the length of the next one', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  const next = 'y'.repeat(0xa9)
  assert.deepEqual(await textsReadBack(path, [Uint8Array.of(97, 0xc3), next]), ['a\uFFFD', next])
  // The reader would read half a character as U+FFFD too.
  const column = (await readParquet(path)).batch.columns[0]!
  assert.equal(column.layout === 'utf8' && isUtf8(column.dictionary.bytes), true)
})

test('two texts of one hash stay two', async t => {
  const texts = Array.from({ length: 400 }, (_, i) => (i % 3 === 0 ? 'k0320ibx' : 'kp43j;Oq'))
  const path = join(temporaryFolder(t), 'x.parquet')
  assert.deepEqual(await textsReadBack(path, texts), texts)
  assert.deepEqual(await encodings(path), ['PLAIN RLE_DICTIONARY'])
})

test('a row group is written when long texts have filled it, whatever its rows', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  const one = struct({ text: string() })
  const writer = parquetWriter(path, one, { compression: 'uncompressed' })
  for (let i = 0; i < 10; i++) {
    const text = Array.from({ length: 8 }, (_, row) => `${i}-${row}`.padEnd(1_000_000))
    await writer.write(batchOf(one, { text }))
  }
  await writer.close()
  const rows = (await footer(path)).row_groups.map(group => Number(group.num_rows))
  assert.equal(rows.length, 2)
  assert.equal(rows[0]! + rows[1]!, 80)
})

test('NaNs are counted, and bound nothing', () => {
  const bounds = new WordBounds()
  bounds.addNumbers(Float64Array.of(Number.NaN, 7, 9, -3), Int32Array.of(0, 1, 0))
  assert.deepEqual(bounds.statistics('float'), { nan_count: 2n, min_value: 7, max_value: 7 })
  bounds.clear()
  bounds.addNumbers(Float64Array.of(Number.NaN), Int32Array.of(0))
  assert.deepEqual(bounds.statistics('float'), { nan_count: 1n })
})
