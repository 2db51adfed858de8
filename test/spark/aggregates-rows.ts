import { seededRandom } from '../../src/lab/random.ts'
import { type CaseRecord, raw } from './case.ts'

const KEYS = ['a', 'b', 'c']
const WORDS = ['x', 'yy', 'zzz', '', 'ünï', 'ﬀ', '😀', 'a longer text that goes beyond thirty-two bytes', 'b', 'c']
const BATCHES = 3
const PARTITIONS = 3
const ROWS = 24

const random = seededRandom(42)
const whole = (limit: number) => Math.floor((random() * 2 - 1) * limit)
const digits = (length: number) =>
  Array.from({ length }, (_, i) => (i === 0 ? 1 + Math.floor(random() * 9) : Math.floor(random() * 10))).join('')
const two = (n: number) => String(n).padStart(2, '0')
const day = () => `20${two(10 + Math.floor(random() * 5))}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`

/** JSON of one value of each column, often null; numbers as text, so that no digit is lost. */
function fields(): readonly (readonly [name: string, json: string])[] {
  return [
    ['b', String(whole(100))],
    ['s', String(whole(30_000))],
    ['i', String(whole(20))],
    ['l', random() < 0.2 ? `${random() < 0.5 ? '-' : ''}${digits(17)}` : String(whole(1e12))],
    ['f', String(random() * 3 - 1)],
    ['d', String((random() - 0.4) * 10 ** Math.floor(random() * 6))],
    ['m', `${whole(1e8)}.${digits(3)}`],
    ['w', `${digits(21)}.${digits(5)}`],
    ['t', JSON.stringify(WORDS[Math.floor(random() * WORDS.length)])],
    ['y', String(random() < 0.6)],
    ['a', `"${day()}"`],
    ['c', `"${day()}T0${Math.floor(random() * 9)}:00:00.${digits(6)}Z"`],
    ['n', `"${Buffer.from(digits(1 + Math.floor(random() * 3))).toString('base64')}"`],
    ['e', `[${Array.from({ length: Math.floor(random() * 3) }, () => (random() < 0.2 ? 'null' : whole(4)))}]`],
    ['g', `{"x": ${random() < 0.2 ? 'null' : whole(3)}, "z": "${digits(1)}"}`],
    ['p', `{"${digits(1)}": ${random() < 0.2 ? 'null' : whole(3)}}`],
    ['h', mixedStruct()],
  ]
}

function mixedStruct(): string {
  const texts = Array.from({ length: Math.floor(random() * 3) }, () => JSON.stringify(WORDS[Math.floor(random() * WORDS.length)]))
  const doubles = Array.from({ length: Math.floor(random() * 3) }, () => (random() < 0.3 ? '-0.0' : String(whole(2))))
  const some = [
    `"d": ${random() < 0.3 ? '-0.0' : whole(2)}`,
    `"l": [${texts}]`,
    `"w": ${digits(20)}.${digits(5)}`,
    `"c": "${day()}T00:00:00Z"`,
    `"y": ${random() < 0.5}`,
    `"f": [${doubles}]`,
  ].filter(() => random() > 0.3)
  return `{${some.join(', ')}}`
}

function mixedRow(partition: number): CaseRecord {
  const key = KEYS[Math.floor(random() * KEYS.length)]!
  const some = fields().filter(() => random() > 0.15)
  return raw(`{"k": "${key}", ${some.map(([name, json]) => `"${name}": ${json}`).join(', ')}}`, { partition })
}

/** Rows of every type with nulls among them: several batches, several partitions, several groups; the same in every run. */
export const mixedRows: readonly (readonly CaseRecord[])[] = Array.from({ length: BATCHES }, () =>
  Array.from({ length: ROWS }, (_, i) => mixedRow(i % PARTITIONS)),
)
