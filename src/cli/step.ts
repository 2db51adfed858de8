import { join } from 'node:path'
import { projectRoot } from '../util/project-root.ts'

interface StepModule {
  step<Result>(
    title: string,
    work: (progress: (text: string) => void) => Promise<Result> | Result,
    options?: { stream?: NodeJS.WriteStream },
  ): Promise<Result>
}

/** Runs one step of the set-up and prints one line for it. Plain JavaScript, shared with `setup.cjs`. */
export const { step } = require(join(projectRoot(), 'src', 'cli', 'step.cjs')) as StepModule
