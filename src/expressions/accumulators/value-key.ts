import type { Stored } from '../../schema/column-builder.ts'

/**
 * A value as the key of a `Map`: equal for equal values. -0.0 equals 0.0 and every NaN every other; a long is one key whether it
 * comes as a number or a bigint.
 */
export function valueKey(value: Stored): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (value instanceof Uint8Array) return latin1(value)
  return value !== null && typeof value === 'object' ? JSON.stringify(value, exactly) : value
}

// Exact for what JSON cannot tell apart or cannot write at all.
function exactly(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: latin1(value) }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}n`
  if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`
  return value
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
