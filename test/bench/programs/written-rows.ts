import { readParquet } from '../../../src/index.ts'

/** What lies in a folder of Parquet files: rows, and the sum of their amounts. */
export async function writtenRows(path: string): Promise<{ readonly rows: number; readonly total: number }> {
  const { batch } = await readParquet(path)
  const amounts = batch.columns[Object.keys(batch.schema.fields).indexOf('amount')]
  if (amounts?.layout !== 'float64') throw new Error(`The files in ${path} hold no amounts.`)
  let total = 0
  for (const amount of amounts.values) total += amount
  return { rows: batch.numRows, total }
}
