let numbers = new Int32Array(0)

/** `from .. to)` as a list: a view of one list that all share, not to be written to. One form of rows keeps loops fast. */
export function rowNumbers(from: number, to: number): Int32Array {
  if (to > numbers.length) {
    numbers = new Int32Array(Math.max(to, numbers.length * 2, 32_768))
    for (let i = 0; i < numbers.length; i++) numbers[i] = i
  }
  return numbers.subarray(from, to)
}
