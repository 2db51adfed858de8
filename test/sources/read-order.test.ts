// The orders below were seen in Spark 4.2.0: `spark_partition_id()` of the records of each partition.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inSparkOrder } from '../../src/sources/read-order.ts'

const SEEN: readonly (readonly [topic: string, order: readonly number[]])[] = [
  ['po-1-39d550', [0]],
  ['po-1-c89a3d', [0]],
  ['po-2-948725', [1, 0]],
  ['po-2-e9f29c', [0, 1]],
  ['po-3-3b5493', [0, 1, 2]],
  ['po-3-e44f2a', [2, 0, 1]],
  ['po-4-019b20', [3, 1, 2, 0]],
  ['po-4-26db03', [0, 1, 2, 3]],
  ['po-5-f0b781', [4, 0, 2, 3, 1]],
  ['po-5-eba242', [0, 1, 3, 4, 2]],
  ['po-8-123e18', [5, 3, 2, 7, 1, 0, 4, 6]],
  ['po-8-89bb09', [2, 3, 4, 0, 5, 6, 7, 1]],
  ['po-12-f87b00', [6, 0, 7, 1, 4, 5, 3, 10, 2, 9, 8, 11]],
  ['po-12-610183', [4, 5, 9, 1, 8, 0, 3, 7, 11, 2, 10, 6]],
  [
    'po-33-56384b',
    [28, 18, 10, 5, 19, 2, 12, 20, 7, 6, 16, 3, 32, 27, 24, 9, 31, 15, 23, 22, 29, 30, 21, 14, 8, 11, 1, 4, 0, 26, 25, 17, 13],
  ],
  [
    'po-33-5d8faf',
    [21, 3, 9, 24, 13, 7, 4, 16, 32, 31, 5, 1, 15, 25, 17, 19, 8, 14, 26, 10, 0, 30, 20, 12, 23, 11, 28, 27, 29, 6, 22, 18, 2],
  ],
]

for (const [topic, order] of SEEN) {
  test(`the ${order.length} partitions of ${topic} are read in the order in which Spark reads them`, () => {
    const ranges = order.map((_, partition) => ({ topic, partition, startOffset: 0, endOffset: 1 }))
    assert.deepEqual(
      inSparkOrder(ranges).map(({ partition }) => partition),
      order,
    )
  })
}
