// Takes the lock of a checkpoint folder and keeps it until it is killed: run by checkpoint-lock.test.ts.
import { lockCheckpoint } from '../../src/state/checkpoint-lock.ts'
import { SluiceError } from '../../src/util/error.ts'

lockCheckpoint(process.argv[2]!).then(
  () => process.stdout.write('locked\n'),
  thrown => process.stdout.write(`${thrown instanceof SluiceError ? thrown.code : String(thrown)}\n`),
)
process.stdin.resume()
