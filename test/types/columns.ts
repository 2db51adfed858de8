// Must compile, in both compilers: what columns are made of, and what comes out of it.
import {
  array,
  type BooleanColumn,
  binary,
  boolean,
  coalesce,
  concat,
  count,
  type DecimalColumn,
  type DoubleColumn,
  date,
  decimal,
  double,
  fromJson,
  type IntegerColumn,
  integer,
  type KafkaColumns,
  type LongColumn,
  length,
  lit,
  long,
  max,
  memorySink,
  min,
  type Row,
  type Stream,
  type StringColumn,
  string,
  struct,
  sum,
  type TimestampColumn,
  timestamp,
  upper,
  when,
  window,
} from 'sluice'

export const Payment = struct({
  id: string(),
  amount: double(),
  pieces: integer(),
  total: long(),
  price: decimal(10, 2),
  at: timestamp(),
  day: date(),
  ok: boolean(),
  raw: binary(),
  tags: array(string()),
  place: struct({ city: string(), country: struct({ code: string() }) }),
  // Named like methods of a struct column.
  odd: struct({ isNull: string(), cast: long() }),
})

export const payment: Row<typeof Payment> = {
  id: null,
  amount: 1.5,
  pieces: 1,
  total: 1n,
  price: '1.50',
  at: new Date(0),
  day: '1970-01-01',
  ok: true,
  raw: new Uint8Array(),
  tags: ['a', null],
  place: { city: null, country: { code: 'PT' } },
  odd: { isNull: 'x', cast: 1 },
}

export async function columns(records: Stream<KafkaColumns>) {
  const payments = records.select(r => ({ data: fromJson(r.value.cast('string'), Payment) })).select(t => ({ ...t.data }))

  // The whole row spread; a nested struct, whole and spread; fields named like methods.
  const spread = payments.select(t => ({ ...t, twice: t.amount.plus(t.amount), city: t.place.city }))
  spread.select(t => ({ ...t.place, twice: t.twice.lt(1), code: upper(t.place.country.code) })).filter(t => t.city.isNotNull())
  spread.select(t => ({ ...t.odd })).select(t => ({ text: upper(t.isNull), sum: t.cast.plus(1) }))
  spread.select(t => ({ text: upper(t.odd.field('isNull')) }))
  payments.withColumn('amount', t => t.id).select(t => ({ text: upper(t.amount) }))

  // Arithmetic gives the wider type; a fraction makes a double of a whole number.
  payments.select(t => {
    const pieces: IntegerColumn = t.pieces.plus(1).minus(t.pieces)
    const total: LongColumn = t.pieces.multiply(t.total).mod(7)
    const amount: DoubleColumn = t.total.plus(t.amount).divide(2)
    const half: DoubleColumn = t.pieces.multiply(0.5)
    return { pieces, total, amount, half }
  })

  // Constants have Spark's types; branches and alternatives are brought to one.
  payments.select(t => {
    const one: IntegerColumn = lit(1)
    const half: DoubleColumn = lit(0.5)
    const moment: TimestampColumn = lit(new Date(0))
    const size: StringColumn = when(t.amount.lt(10), 'small').when(t.ok, t.id).otherwise('large')
    const flag: BooleanColumn = when(t.ok, true).otherwise(t.tags.isNull())
    const whole: IntegerColumn = when(t.ok, t.pieces).otherwise(0)
    const wider: DoubleColumn = when(t.ok, 1).when(t.ok, t.total).otherwise(t.amount)
    const place: StringColumn = when(t.ok, t.place).end().country.code
    const first: StringColumn = coalesce(t.id, lit(''), t.place.city)
    const number: DoubleColumn = coalesce(t.pieces, t.amount, lit(0))
    const exact: DecimalColumn = coalesce(t.price, t.price)
    const struct: StringColumn = coalesce(t.place, t.place).city
    return { one, half, moment, size, flag, whole, wider, place, first, number, exact, struct }
  })

  // Casts by sluice's names, by Spark's, and by type.
  payments.select(t => {
    const int: IntegerColumn = t.id.cast('int')
    const bigint: LongColumn = t.id.tryCast('bigint')
    const moment: TimestampColumn = t.id.cast('timestamp')
    const exact: DecimalColumn = t.id.cast(decimal(10, 2))
    const amount: DoubleColumn = t.price.cast('double')
    return { int, bigint, moment, exact, amount }
  })

  // Comparisons: numbers with numbers, moments with dates and texts.
  payments
    .filter(t => t.total.gt(t.amount).and(t.price.leq(5)).or(t.total.eq(5n)))
    .filter(t => t.at.gt(new Date(0)).and(t.at.between('2024-01-01', t.at)).and(t.day.lt('2024-01-01')))
    .where(t => t.ok.not().eq(false).and(t.id.isin('a', 'b')))
    .filter(t => length(concat(t.id, lit('-'), t.place.city)).gt(3))

  // A window carries the watermark on; a group without keys; `count` as a column.
  const counted = payments
    .withWatermark('at', '1 minute')
    .groupBy(t => ({ window: window(t.at, '10 minutes', '5 minutes'), id: t.id }))
    .count()
  counted.withWatermark('window', '1 minute').select(t => ({ end: t.window.end, n: t.count.plus(1) }))
  payments.groupBy().agg(t => ({ n: count(t.id), s: sum(t.total), first: min(t.id), last: max(t.at) }))

  // A function over any stream that has the columns it needs.
  const large = <C extends { readonly amount: DoubleColumn }>(stream: Stream<C>) => stream.filter(t => t.amount.gt(500))
  const batch = await large(payments)
    .writeStream({ sink: memorySink() })
    .next({ timeoutMs: 10, signal: new AbortController().signal })
  const row: Row<typeof Payment> | undefined = batch.rows()[0]
  return row
}
