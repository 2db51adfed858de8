import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchOptions } from './options.ts'

test('without options everything is measured three times at its size', () => {
  const options = benchOptions([])!
  assert.deepEqual([options.small, options.big, options.groups, options.batches, options.liveSeconds], [1e6, 5e6, 1e6, 1e4, 60])
  assert.deepEqual([options.repeat, options.seed, options.isWhole, options.works, options.peers], [3, 42, true, null, null])
})

test('quick is the backlog of the small topic, four readers, once', () => {
  const options = benchOptions(['--quick'])!
  assert.deepEqual([...options.works!], ['backlog'])
  assert.deepEqual([...options.peers!], ['sluice', 'consumer-performance', 'confluent-kafka', 'kafkajs'])
  assert.deepEqual([options.small, options.big, options.repeat, options.isWhole], [1e6, null, 1, false])
})

test('only takes works and peers by name; sluice is always there', () => {
  const options = benchOptions(['--only', 'lz4, pyspark'])!
  assert.deepEqual([[...options.works!], [...options.peers!], options.isWhole], [['lz4'], ['sluice', 'pyspark'], false])
  assert.equal(benchOptions(['--only', 'live'])!.peers, null)
})

test('another number of records is no whole run', () => {
  const options = benchOptions(['--records', '200000'])!
  assert.deepEqual([options.small, options.big, options.isWhole], [40_000, 200_000, false])
})

test('what is no option is refused by its name', () => {
  assert.throws(() => benchOptions(['--only', 'spark']), /"spark"/)
  assert.throws(() => benchOptions(['--repeat', '0']), /--repeat 0/)
  assert.throws(() => benchOptions(['--records', 'many']), /--records many/)
  assert.throws(() => benchOptions(['--records', '1000']), /from 150000/)
  assert.throws(() => benchOptions(['--fast']), /--fast/)
})

test('help is no run', () => {
  assert.equal(benchOptions(['--help']), undefined)
})
