/** The first lines of a notebook, before the cell under test: `payments` is a stream with a column of each type. */
export const PAYMENTS = `
import * as sluice from 'sluice'
import { array, avg, boolean, coalesce, concat, consoleSink, count, createMap, date, decimal, double, fromJson, integer, lit, long, max, memorySink, min, parquetSink, string, struct, sum, timestamp, when, window } from 'sluice'
declare const lab: sluice.Workbook
const Payment = struct({ id: string(), amount: double(), pieces: integer(), total: long(), price: decimal(10, 2), at: timestamp(), day: date(), ok: boolean(), tags: array(string()), place: struct({ city: string() }) })
const payments = lab.readStream.kafka({ subscribe: 'payments' }).select(r => ({ ...fromJson(r.value.cast('string'), Payment) }))
const sums = payments.groupBy(t => ({ kind: t.id })).agg(t => ({ amount: sum(t.amount) }))
`
