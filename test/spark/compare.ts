import { isDeepStrictEqual } from 'node:util'
import type { Canonical } from './canonical.ts'
import type { ErrorOutcome } from './outcome.ts'

/** Where two outcomes differ, as lines: path, what was expected, what came. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (isDeepStrictEqual(expected, actual)) return []
  if (isError(expected) && isError(actual)) {
    // An earlier refusal is a better one.
    const isEarlier = expected.phase === 'running' && actual.phase === 'start'
    return sameCondition(expected, actual) && isEarlier ? [] : conditionLines(expected, actual, path)
  }
  if (isRowError(expected) && isRowError(actual) && isNameless(expected.error)) return []
  if (refusesEarlier(expected, actual) || endsBeforeAnyRow(expected, actual)) return []
  if (path.endsWith('.rows') && Array.isArray(expected) && Array.isArray(actual)) return rowLines(expected, actual, path)
  if (isRecord(expected) && isRecord(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap(key => differences(expected[key], actual[key], `${path}.${key}`))
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length && expected.length > 0)
    return expected.flatMap((item, i) => differences(item, actual[i], `${path}[${i}]`))
  return [`${path || 'outcome'}: Spark ${short(expected)}`, `${' '.repeat(path.length)}  sluice ${short(actual)}`]
}

/** A query that sluice refuses when it is made, and Spark when it runs, before it gave a row. */
function endsBeforeAnyRow(expected: unknown, actual: unknown): boolean {
  if (!isRecord(expected) || !isRecord(actual) || !isError(expected.error) || !isError(actual.error)) return false
  if (actual.error.phase !== 'start' || !sameCondition(expected.error, actual.error)) return false
  const batches = Array.isArray(expected.steps) ? expected.steps.flat() : []
  return batches.every(batch => isRecord(batch) && Array.isArray(batch.rows) && batch.rows.length === 0)
}

/** An expression that sluice refuses when it is made, and Spark for every row that has a value. */
function refusesEarlier(expected: unknown, actual: unknown): boolean {
  if (!isRecord(expected) || !isRecord(actual) || !Array.isArray(expected.values) || !isError(actual.error)) return false
  const values = expected.values.filter(value => value !== null)
  return values.length > 0 && values.every(value => isRecord(value) && value.error === (actual.error as ErrorOutcome).condition)
}

/** Classes of Java's and old texts are no conditions that sluice could give. */
const isNameless = (condition: string): boolean => /^(class |_LEGACY_)/.test(condition)

function sameCondition(expected: ErrorOutcome, actual: ErrorOutcome): boolean {
  if (isNameless(expected.condition)) return !actual.condition.startsWith('not a SluiceError')
  return expected.condition === actual.condition
}

function conditionLines(expected: ErrorOutcome, actual: ErrorOutcome, path: string): string[] {
  if (sameCondition(expected, actual) && expected.phase === actual.phase) return []
  return [`${path}: Spark ${expected.condition} (${expected.phase}), sluice ${actual.condition} (${actual.phase})`]
}

function rowLines(expected: readonly unknown[], actual: readonly unknown[], path: string): string[] {
  const left = new Map<string, number>()
  for (const row of expected) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1)
  const lines: string[] = []
  for (const row of actual) {
    const text = JSON.stringify(row)
    const count = left.get(text) ?? 0
    if (count === 0) lines.push(`${path}: only sluice ${text}`)
    else left.set(text, count - 1)
  }
  for (const [text, count] of left) for (let i = 0; i < count; i++) lines.push(`${path}: only Spark ${text}`)
  return lines.length > 0 ? lines : [`${path}: another order`]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isRowError = (value: unknown): value is { readonly error: string } => isRecord(value) && typeof value.error === 'string'
const isError = (value: unknown): value is ErrorOutcome => isRecord(value) && 'condition' in value && 'phase' in value

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`
}

/** Undefined and key order leave no trace in goldens. */
export const asCanonical = (value: unknown): Canonical => JSON.parse(JSON.stringify(value))
