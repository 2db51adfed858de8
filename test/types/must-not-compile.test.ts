import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tslabTypescript, typescript } from './compilers.ts'
import { PAYMENTS } from './payments.ts'

/** A mistake, the line that makes it, and what both compilers say about it. */
const MISTAKES: readonly (readonly [mistake: string, line: string, says: RegExp])[] = [
  ['a misspelt column', 'payments.filter(t => t.amuont.gt(5))', /'amuont' does not exist.*Did you mean 'amount'\?/],
  ['a column that is not there', 'payments.filter(t => t.nothing.gt(5))', /'nothing' does not exist/],
  [
    'a number compared with a text',
    "payments.filter(t => t.amount.gt('x'))",
    /'string' is not assignable.*'number \| bigint \| NumericColumn/,
  ],
  ['a text compared with a number', 'payments.filter(t => t.id.eq(5))', /'number' is not assignable.*'string \| StringColumn'/],
  [
    'a moment compared with a number',
    'payments.filter(t => t.at.gt(5))',
    /'number' is not assignable.*'string \| TimestampColumn \| Date'/,
  ],
  [
    'a number compared with a moment',
    'payments.filter(t => t.amount.gt(t.at))',
    /'TimestampColumn' is not assignable.*'number \| bigint \| NumericColumn/,
  ],
  [
    'a day compared with a moment',
    'payments.filter(t => t.day.gt(t.at))',
    /'TimestampColumn' is not assignable.*'string \| DateColumn'/,
  ],
  ['a list compared', "payments.filter(t => t.tags.eq('x'))", /'eq' does not exist on type 'ArrayColumn<StringType>'/],
  ['a text in isin of numbers', "payments.filter(t => t.amount.isin(1, 'x'))", /'string' is not assignable.*'number \| bigint/],
  ['the sum of a text', 'payments.groupBy().agg(t => ({ x: sum(t.id) }))', /'StringColumn' is not assignable.*'NumericColumn</],
  [
    'the mean of a moment',
    'payments.groupBy().agg(t => ({ x: avg(t.at) }))',
    /'TimestampColumn' is not assignable.*'NumericColumn</,
  ],
  [
    'the least map',
    'payments.groupBy().agg(t => ({ x: min(createMap([t.id, t.amount])) }))',
    /'MapColumn<.*>' is not assignable/,
  ],
  [
    'arithmetic with a text',
    "payments.select(t => ({ x: t.amount.plus('1') }))",
    /'string' is not assignable.*'number \| NumericColumn<NumericType>'/,
  ],
  ['arithmetic on a text', 'payments.select(t => ({ x: t.id.plus(1) }))', /'plus' does not exist on type 'StringColumn'/],
  [
    'texts joined with a number',
    'payments.select(t => ({ x: concat(t.id, t.amount) }))',
    /'DoubleColumn' is not assignable.*'StringColumn'/,
  ],
  [
    'a watermark on a number',
    "payments.withWatermark('amount', '1 minute')",
    /'"amount"' is not assignable to parameter of type '"at"'/,
  ],
  [
    'a window over a text',
    "payments.groupBy(t => ({ w: window(t.id, '5 minutes') })).count()",
    /'StringColumn' is not assignable.*'TimestampColumn'/,
  ],
  [
    'a field that a window lacks',
    "payments.groupBy(t => ({ w: window(t.at, '5 minutes') })).count().select(t => ({ x: t.w.begin }))",
    /'begin' does not exist/,
  ],
  ['a filter by a number', 'payments.filter(t => t.amount)', /'NumericColumn<DoubleType>'.*'BooleanColumn': and, or, not/],
  ['a filter by a text', 'payments.where(t => t.id)', /'StringColumn'.*'BooleanColumn': and, or, not/],
  ['a filter by a constant', 'payments.filter(() => true)', /'boolean' is not assignable to type 'BooleanColumn'/],
  [
    'a comparison in the words of the language',
    'payments.filter(t => t.amount > 5)',
    /'>' cannot be applied to types 'DoubleColumn' and 'number'/,
  ],
  ['equality in the words of the language', "payments.filter(t => t.id === 'x')", /'StringColumn' and 'string' have no overlap/],
  ['not in the words of the language', 'payments.filter(t => !t.ok)', /'boolean' is not assignable to type 'BooleanColumn'/],
  [
    'branches of different types',
    "payments.select(t => ({ x: when(t.ok, 'a').otherwise(5) }))",
    /'number' is not assignable.*'string \| StringColumn'/,
  ],
  [
    'a second branch of another type',
    "payments.select(t => ({ x: when(t.ok, t.amount).when(t.ok, 'x').end() }))",
    /'string' is not assignable.*'number \| bigint \| NumericColumn/,
  ],
  [
    'a CASE that is not closed',
    "payments.select(t => ({ x: when(t.ok, 'a') }))",
    /'CaseBuilder<StringColumn>'.*'Column<DataType>'/,
  ],
  [
    'alternatives of different types',
    'payments.select(t => ({ x: coalesce(t.id, t.amount) }))',
    /'DoubleColumn' is not assignable.*'StringColumn'/,
  ],
  [
    'a cast to an unknown type',
    "payments.select(t => ({ x: t.id.cast('number') }))",
    /'"number"' is not assignable.*'CastTarget'/,
  ],
  [
    'JSON from a number',
    'payments.select(t => ({ x: fromJson(t.amount, Payment) }))',
    /'DoubleColumn' is not assignable.*'StringColumn'/,
  ],
  ['a plain constant as a column', 'payments.select(() => ({ x: 5 }))', /'number' is not assignable to type 'Column<DataType>'/],
  ['a plain text as a column', "payments.withColumn('x', () => 'a')", /'string' is not assignable to type 'Column<DataType>'/],
  ['a column that is not named', 'payments.select(t => t.amount)', /'DoubleColumn' is not assignable to type 'Columns'/],
  ['a key misspelt after groupBy', 'sums.select(t => ({ x: t.kin }))', /'kin' does not exist.*Did you mean 'kind'\?/],
  [
    'a column that grouping has dropped',
    'sums.select(t => ({ x: t.pieces }))',
    /'pieces' does not exist on type '\{ kind: StringColumn; amount: \w+/,
  ],
  [
    'an option of writeStream that is not there',
    "sums.writeStream({ sink: consoleSink(), outputmode: 'update' })",
    /'outputmode' does not exist.*'outputMode'\?/,
  ],
  [
    'an output mode that is not there',
    "sums.writeStream({ sink: consoleSink(), outputMode: 'updated' })",
    /'"updated"' is not assignable.*"update"/,
  ],
  ['a sink that is missing', "sums.writeStream({ outputMode: 'update' })", /'sink' is missing/],
  [
    'an option of kafka that is not there',
    "lab.readStream.kafka({ subscribe: 'x', startingOffset: 'earliest' })",
    /'startingOffset' does not exist.*'startingOffsets'\?/,
  ],
  [
    'an option of the Parquet sink that is not there',
    "parquetSink({ path: 'x', compresion: 'zstd' })",
    /'compresion' does not exist.*'compression'\?/,
  ],
  [
    'headers that were not asked for',
    "lab.readStream.kafka({ subscribe: 'x' }).select(t => ({ x: t.headers }))",
    /'headers' does not exist/,
  ],
  [
    'a row taken for another type',
    'sums.writeStream({ sink: memorySink() }).next().then(b => { const x: number = b.rows()[0]!.kind })',
    /'string( \| null)?' is not assignable to type 'number'/,
  ],
  [
    'a row with another column',
    'sums.writeStream({ sink: memorySink() }).next().then(b => b.rows()[0]!.id)',
    /'id' does not exist/,
  ],
  [
    'a signal that is none',
    "sums.writeStream({ sink: memorySink() }).next({ signal: 'stop' })",
    /'string' is not assignable to type 'AbortSignal/,
  ],
  [
    'a member that the Arrow table lacks',
    'sums.writeStream({ sink: memorySink() }).next().then(b => b.arrow.rowCount)',
    /'rowCount' does not exist/,
  ],
  [
    'a member that the data frame lacks',
    'sums.writeStream({ sink: memorySink() }).next().then(b => b.frame.rowCount)',
    /'rowCount' does not exist/,
  ],
  [
    'a row of a schema with a wrong value',
    "const row: Partial<sluice.Row<typeof Payment>> = { amount: 'x' }",
    /'string' is not assignable to type 'number/,
  ],
]

for (const compiler of [typescript(), tslabTypescript()]) {
  test(`${compiler.name} takes the lines before each mistake`, () => {
    assert.deepEqual(compiler.complaints(PAYMENTS), [])
  })

  for (const [mistake, line, says] of MISTAKES) {
    test(`${compiler.name} refuses ${mistake}, and says so`, () => {
      const complaints = compiler.complaints(PAYMENTS + line)
      const text = complaints.map(({ message }) => message).join('\n')
      assert.match(text, new RegExp(says.source, 's'))
      const lineOfMistake = PAYMENTS.split('\n').length
      assert.deepEqual([...new Set(complaints.map(complaint => complaint.line))], [lineOfMistake])
      assert.doesNotMatch(text, /No overload|exactOptionalPropertyTypes|#private.*#private/, 'readable by a student')
    })
  }
}
