import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { preferLocalBroker } from '../broker/broker-state.ts'
import { projectRoot } from '../util/project-root.ts'

const SCRIPTS = ['producer', 'processing']

/**
 * Runs one of the lab's two scripts (`npm run producer`, `npm run processing`) in this process, on `KAFKA_BROKERS`
 * or the local broker that runs.
 *
 * @returns the exit code so far; the script goes on until it ends itself
 */
export function runScript([name = '']: readonly string[]): Promise<number> {
  const file = join(projectRoot(), 'dist', 'notebooks', `${name}.js`)
  if (!SCRIPTS.includes(name) || !existsSync(file)) {
    process.stderr.write(`Cannot run the script "${name}". Scripts: ${SCRIPTS.join(', ')}.\n`)
    return Promise.resolve(2)
  }
  preferLocalBroker()
  process.argv.splice(1, process.argv.length - 1, file)
  require(file)
  return Promise.resolve(0)
}
