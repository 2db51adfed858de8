import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { fieldsOf, type StructType } from '../../src/schema/data-type.ts'

/** A batch from columns of stored values. */
export function batchOf(schema: StructType, columns: Readonly<Record<string, readonly Stored[]>>): ColumnBatch {
  const vectors = fieldsOf(schema).map(field => vectorOf(field.type, columns[field.name]!))
  return { schema, numRows: vectors[0]?.length ?? 0, columns: vectors }
}

/** A folder that is gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sinks-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A Python with pyarrow and duckdb, where the environment names one. */
export const python = process.env.SLUICE_TEST_PYTHON

/** What a Python program prints, as JSON. */
export function runPython(program: string, ...args: string[]): unknown {
  return JSON.parse(execFileSync(python!, ['-c', program, ...args], { encoding: 'utf8' }))
}
