import { types } from 'node:util'

/**
 * What a value is that cannot be a row, in words; `null` for an object with fields. None of these has fields to read, so it
 * would be a row of nulls.
 */
export function noRow(value: unknown): string | null {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list'
  if (types.isPromise(value)) {
    // Nobody waits for it: what it throws must not end the process.
    value.catch(() => {})
    return 'a promise (nobody waits for it here: an async function cannot make rows)'
  }
  if ('then' in value && typeof value.then === 'function') return 'an object with a function "then", which stands for a promise,'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date'
  if (value instanceof Map) return 'a Map'
  if (value instanceof Set) return 'a Set'
  return null
}

/** Of a list that is refused: no promise in it ends the process. */
export function silencePromises(list: readonly unknown[]): void {
  for (const each of list) if (types.isPromise(each)) each.catch(() => {})
}

/** What stands under a name: also a getter of a class, but nothing that every object has, such as `constructor`. */
export function fieldOf(row: object, name: string): unknown {
  return Object.hasOwn(row, name) || !(name in Object.prototype) ? (row as Record<string, unknown>)[name] : undefined
}
