import { jsonReader } from '../../src/formats/json/from-json.ts'
import { recordParser } from '../../src/formats/json/parse-record.ts'
import { byteValuesOf } from '../../src/schema/byte-values.ts'
import type { Utf8Vector } from '../../src/schema/column-vector.ts'
import { double, string, struct } from '../../src/schema/data-type.ts'

/** How many records one core reads in a second of its time, whatever else the machine does: `node …/json.bench.js [rows per read]`. */
const rows = Number(process.argv[2] ?? 10_000)
const reads = Math.max(1, Math.floor(200_000 / rows))
const Transaction = struct({
  transaction_id: string(),
  user_id: string(),
  amount: double(),
  type: string(),
  timestamp: string(),
  location: string(),
})

function input(first: number, shape: (fields: [string, unknown][]) => [string, unknown][] = fields => fields): Utf8Vector {
  const texts = Array.from({ length: rows }, (_, k) => {
    const i = first + k
    const time = new Date(1_704_103_200_000 + i * 1000).toISOString().slice(0, 19).replace('T', ' ')
    const fields: [string, unknown][] = [
      ['transaction_id', `txn_${String(i).padStart(7, '0')}`],
      ['user_id', `user_${(i * 7919) % 1000}`],
      ['amount', Math.round(((i * 7.31) % 1000) * 100) / 100],
      ['type', ['withdrawal', 'deposit', 'transfer', 'payment'][(i * 31) % 4]],
      ['timestamp', time],
      ['location', ['online', 'store', 'atm'][i % 3]],
    ]
    return `{${shape(fields)
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
      .join(', ')}}`
  })
  return { layout: 'utf8', type: string(), length: rows, validity: null, codes: null, dictionary: byteValuesOf(texts) }
}

function measure(name: string, inputs: readonly Utf8Vector[], run: (vector: Utf8Vector) => void): void {
  const rates: number[] = []
  for (let round = 0; round < 12; round++) {
    const start = process.cpuUsage()
    for (const vector of inputs) run(vector)
    const { user, system } = process.cpuUsage(start)
    rates.push((inputs.length * rows) / (user + system))
  }
  rates.sort((a, b) => b - a)
  console.log(`${name}: median ${rates[6]!.toFixed(2)}, best ${rates[0]!.toFixed(2)} M records/s`)
}

const inputs = Array.from({ length: reads }, (_, read) => input(read * rows))
const shuffled = Array.from({ length: reads }, (_, read) => input(read * rows, fields => fields.sort(() => Math.random() - 0.5)))
const two = jsonReader(Transaction, ['amount', 'type'])
const all = jsonReader(Transaction)
const orders = jsonReader(Transaction)
const parse = recordParser(Transaction)
measure('amount and type', inputs, vector => two.read(vector))
measure('all six fields', inputs, vector => all.read(vector))
measure('careful path', inputs, ({ dictionary: { bytes, starts, ends }, length }) => {
  for (let row = 0; row < length; row++) parse(bytes, starts[row]!, ends[row]!)
})
measure('all six in random order', shuffled, vector => orders.read(vector))
