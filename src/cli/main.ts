import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { preferLocalBroker } from '../broker/broker-state.ts'
import { SluiceError } from '../util/error.ts'
import { projectRoot } from '../util/project-root.ts'
import { register as registerBroker } from './commands/broker.ts'
import { register as registerDoctor } from './commands/doctor.ts'
import { register as registerProduce } from './commands/produce.ts'
import { register as registerRead } from './commands/read.ts'
import { register as registerTopics } from './commands/topics.ts'
import { printError } from './print-error.ts'

const EXIT_CODES = '\nExit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.\nSLUICE_DEBUG=1 shows the stack of an error.'

/**
 * The command line, `npx sluice …`.
 *
 * @param argv as in `process.argv`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`sluice topics list | head -1`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const program = new Command('sluice')
    .description('A local Kafka, its topics and its records.')
    .version(JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')).version)
    .showHelpAfterError('(--help shows what is possible)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .hook('preAction', () => preferLocalBroker())
  for (const register of [registerBroker, registerTopics, registerProduce, registerRead, registerDoctor]) register(program)
  try {
    await program.parseAsync([...argv])
    return Number(process.exitCode ?? 0)
  } catch (thrown) {
    // Help and version are thrown as well, with 0; a group without its command shows help as an error.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    printError(thrown)
    return thrown instanceof SluiceError && thrown.code === 'USAGE' ? 2 : 1
  }
}
