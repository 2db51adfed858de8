/** The entries with these numbers. A plain loop: `from` with a function takes ten times as long. */
export function gathered<T extends Uint8Array | Int32Array | Float64Array>(values: T, numbers: Int32Array): T {
  const taken = new (values.constructor as new (length: number) => T)(numbers.length)
  for (let i = 0; i < numbers.length; i++) taken[i] = values[numbers[i]!]!
  return taken
}
