import { ensureKafkaJars } from '../broker/kafka-jars.ts'
import { venvProgram } from '../broker/local-folders.ts'
import { ensureVenv } from '../broker/python.ts'
import { jupyterEnvironment } from './jupyter.ts'
import { ensureKernelspec } from './kernelspec.ts'
import { step } from './step.ts'

export interface PrepareOptions {
  /** false when a broker runs elsewhere. Default true. */
  readonly kafka?: boolean
  /** Default standard output. */
  readonly stream?: NodeJS.WriteStream
}

/**
 * Brings everything that is not an npm package, and leaves alone what is there: `.venv`, the kernelspec, Kafka.
 *
 * @throws SETUP_FAILED, BROKER_NOT_FETCHED
 */
export async function prepare({ kafka = true, stream = process.stdout }: PrepareOptions = {}): Promise<void> {
  await step('Python packages', ensureVenv, { stream })
  // From here on "the Python" is the one that has Jupyter, and Jupyter writes into the project alone.
  Object.assign(process.env, jupyterEnvironment(), { SLUICE_PYTHON: venvProgram('python') })
  await step('TypeScript kernel', () => ensureKernelspec(), { stream })
  if (kafka) await step('Apache Kafka', progress => ensureKafkaJars({ progress }), { stream })
}
