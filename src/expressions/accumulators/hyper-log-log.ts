import { SluiceError } from '../../util/error.ts'
import { RAW_ESTIMATES, THRESHOLDS } from './hyper-log-log-tables.ts'

const MIN_PRECISION = 4
/** Beyond it one group would take more than 16 MiB. */
const MAX_PRECISION = 24
/** The greatest precision for which the bias is known. */
const MAX_CORRECTED = 18
/** How many neighbours the bias is averaged over. */
const NEIGHBOURS = 6

/**
 * How many bits of a hash choose the register for a relative standard deviation.
 *
 * @throws USAGE where it is above 39 %, or so small that a group would take more than 16 MiB
 * @see Spark `HyperLogLogPlusPlusHelper`
 */
export function precisionOf(rsd: number): number {
  const precision = Math.ceil((2 * Math.log(1.106 / rsd)) / Math.log(2))
  if (precision >= MIN_PRECISION && precision <= MAX_PRECISION) return precision
  throw new SluiceError(
    'USAGE',
    `[FAILED_FUNCTION_CALL] Cannot count distinct values with rsd ${rsd}: the relative standard deviation is between 0.0003 and 0.39.`,
    { rsd },
  )
}

/** The register of a hash is its first `precision` bits. */
export const registerOf = (high: number, precision: number): number => high >>> (32 - precision)

/** The rank of a hash: the position of the first set bit behind those of the register. */
export function rankOf(high: number, low: number, precision: number): number {
  const restHigh = (high << precision) | (low >>> (32 - precision))
  // A bit at the end bounds the rank.
  const restLow = (low << precision) | (1 << (precision - 1))
  return 1 + (restHigh === 0 ? 32 + Math.clz32(restLow) : Math.clz32(restHigh))
}

/** The estimate of how many distinct hashes the registers have seen. @see Spark `HyperLogLogPlusPlusHelper.query` */
export function cardinalityOf(registers: Uint8Array, precision: number): number {
  const m = registers.length
  let inverse = 0
  let empty = 0
  for (const rank of registers) {
    inverse += 2 ** -rank
    if (rank === 0) empty++
  }
  const raw = (alphaOf(m) * m * m) / inverse
  const isCorrected = precision <= MAX_CORRECTED
  if (empty > 0) {
    const linear = m * Math.log(m / empty)
    if ((isCorrected && linear <= THRESHOLDS[precision - MIN_PRECISION]!) || raw <= 2.5 * m) return Math.round(linear)
  }
  return Math.round(isCorrected && raw < 5 * m ? raw - biasAt(raw, precision) : raw)
}

function alphaOf(m: number): number {
  if (m === 16) return 0.673
  if (m === 32) return 0.697
  return m === 64 ? 0.709 : 0.7213 / (1 + 1.079 / m)
}

/** The mean bias of the nearest estimates. */
function biasAt(raw: number, precision: number): number {
  const { estimates, biases } = tableOf(precision)
  const { length } = estimates
  let low = Math.max(insertionPoint(estimates, raw) - NEIGHBOURS + 1, 0)
  let high = Math.min(low + NEIGHBOURS, length)
  const distance = (index: number) => (raw - estimates[index]!) ** 2
  while (high < length && distance(high) < distance(low)) {
    low++
    high++
  }
  let sum = 0
  for (let i = low; i < high; i++) sum += biases[i]!
  return sum / (high - low)
}

// Two of the tables are not quite in order, so that it matters which way the search goes. @see Java `Arrays.binarySearch`
function insertionPoint(sorted: Float64Array, key: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const value = sorted[middle]!
    if (value < key) low = middle + 1
    else if (value > key) high = middle - 1
    else return middle
  }
  return low
}

interface Table {
  readonly estimates: Float64Array
  readonly biases: Float64Array
}
const tables = new Map<number, Table>()

function tableOf(precision: number): Table {
  const known = tables.get(precision)
  if (known !== undefined) return known
  const { step, longer, estimates: text } = RAW_ESTIMATES[precision - MIN_PRECISION]!
  const estimates = Float64Array.from(text.split(' '), Number)
  let cardinality = 1
  const biases = estimates.map((estimate, i) => {
    if (i > 0) cardinality += step + ((Number.parseInt(longer[(i - 1) >> 2]!, 16) >> (3 - ((i - 1) & 3))) & 1)
    return estimate - cardinality
  })
  const table = { estimates, biases }
  tables.set(precision, table)
  return table
}
