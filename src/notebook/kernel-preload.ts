import { installStdoutCoalescing } from './coalesce-stdout.ts'
import type { TslabJupyter } from './kernel.ts'
import { repairCells, type TslabConverterModule } from './repair-cells.ts'
import { repairErrors } from './repair-errors.ts'
import { repairReplies } from './repair-replies.ts'
import { repairSends } from './repair-sends.ts'

// Loaded before tslab by the kernelspec (`node -r …/kernel-preload.js …/tslab kernel`). The library works on an
// unmodified tslab too; this gives it what only the kernel itself can give. It must never stop a kernel from starting.
try {
  // The kernel prefers the tslab that its working folder, the notebook's, finds: so does this.
  const load = (name: string) => require(require.resolve(`tslab/dist/${name}.js`, { paths: [process.cwd(), __dirname] }))
  const jupyter = load('jupyter') as TslabJupyter
  repairErrors()
  repairCells(load('converter') as TslabConverterModule)
  repairReplies(jupyter)
  repairSends(jupyter)
  installStdoutCoalescing()
} catch (error) {
  process.stderr.write(`sluice: the kernel runs without repairs: ${String(error)}\n`)
}
