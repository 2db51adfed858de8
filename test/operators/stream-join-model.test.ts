import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JoinType } from '../../src/plan/plan.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { at, joinOf, type Row, SECOND, step, within } from '../support/join-driver.ts'
import { seeded } from '../support/seeded.ts'

/** Spark's algorithm, row by row. @see Spark `StreamingSymmetricHashJoinExec` */
function model(type: JoinType) {
  interface Held {
    readonly row: Row
    matched: boolean
  }
  let [left, right]: [Held[], Held[]] = [[], []]
  const meets = (a: Row, b: Row) =>
    a[0] === b[0] && a[2] !== null && b[2] !== null && Math.abs((b[2] as number) - (a[2] as number)) <= 5 * SECOND
  const nulls = [null, null, null]
  const isOuter = (side: 'left' | 'right') => type === 'fullOuter' || type === `${side}Outer`
  return (leftRows: readonly Row[], rightRows: readonly Row[], watermarkMs: number) => {
    const isOpen = (row: Row) => row[2] === null || (row[2] as number) > watermarkMs * 1000
    const isGone = ({ row }: Held) => row[2] !== null && (row[2] as number) <= (watermarkMs - 5001) * 1000
    const output: Row[] = []
    for (const row of leftRows.filter(isOpen)) {
      const found = right.filter(other => meets(row, other.row))
      for (const other of found) {
        if (type !== 'leftSemi') output.push([...row, ...other.row])
        other.matched = true
      }
      if (type === 'leftSemi' && found.length > 0) output.push(row)
      else left.push({ row, matched: found.length > 0 })
    }
    for (const row of rightRows.filter(isOpen)) {
      const found = left.filter(other => meets(other.row, row))
      for (const other of found) {
        output.push(type === 'leftSemi' ? other.row : [...other.row, ...row])
        other.matched = true
      }
      if (type === 'leftSemi') left = left.filter(({ matched }) => !matched)
      right.push({ row, matched: found.length > 0 })
    }
    for (const held of left) if (isOuter('left') && isGone(held) && !held.matched) output.push([...held.row, ...nulls])
    for (const held of right) if (isOuter('right') && isGone(held) && !held.matched) output.push([...nulls, ...held.row])
    left = left.filter(held => !isGone(held))
    right = right.filter(held => !isGone(held))
    return { output, total: left.length + right.length }
  }
}

for (const type of ['inner', 'leftOuter', 'rightOuter', 'fullOuter', 'leftSemi'] as const) {
  test(`random batches with restarts give what a join row by row gives: ${type}`, () => {
    const random = seeded(7)
    const pick = (most: number) => random.int(0, most - 1)
    for (let round = 0; round < 40; round++) {
      const join = joinOf(step(type, within))
      const expected = model(type)
      let watermarkMs = 0
      const files: [ColumnBatch[], ColumnBatch[]] = [[], []]
      for (let number = 0; number < 12; number++) {
        const rows = () =>
          Array.from({ length: pick(6) }, (): Row => {
            const key = pick(8) === 0 ? null : `k${pick(3)}`
            return [key, pick(100), pick(15) === 0 ? null : at(number * 3 + pick(12) - 4)]
          })
        const [left, right] = [rows(), rows()]
        const { output, changes } = join.batch(left, right, watermarkMs)
        const wanted = expected(left, right, watermarkMs)
        const sorted = (list: readonly Row[]) => list.map(row => JSON.stringify(row)).sort()
        assert.deepEqual(sorted(output), sorted(wanted.output), `round ${round}, batch ${number}`)
        assert.equal(changes.numRowsTotal, wanted.total)
        for (const [i, table] of join.state.tables.entries()) files[i]!.push(table.save(table.takeChanged()))
        if (pick(4) === 0) join.restore(files)
        watermarkMs += pick(5000)
      }
    }
  })
}
