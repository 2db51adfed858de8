import { Command, CommanderError } from 'commander'
import { register as registerProduce } from '../../src/cli/commands/produce.ts'
import { register as registerRead } from '../../src/cli/commands/read.ts'
import { SluiceError } from '../../src/util/error.ts'

/** `node command-process.js produce --count 5`: the command alone, without the rest of the command line. */
if (require.main === module) {
  const program = new Command('sluice').exitOverride()
  registerProduce(program)
  registerRead(program)
  for (const command of program.commands) command.exitOverride()
  program.parseAsync().catch((thrown: unknown) => {
    if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? 0 : 2
    else if (thrown instanceof SluiceError) {
      process.stderr.write(`${thrown.code}: ${thrown.message}\n`)
      process.exitCode = 1
    } else throw thrown
  })
}
