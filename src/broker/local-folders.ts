import { join } from 'node:path'
import { projectRoot } from '../util/project-root.ts'

/** The Kafka that this project runs on a machine of its own. */
export const KAFKA_VERSION = '4.3.0'

/** Everything that set-up makes lies in two folders of the project: `.venv` (Python) and `.sluice` (all else). */
export const localFolders = {
  venv: (): string => join(projectRoot(), '.venv'),
  work: (): string => join(projectRoot(), '.sluice'),
  /** The jars of Kafka. */
  kafka: (): string => join(projectRoot(), '.sluice', `kafka-${KAFKA_VERSION}`),
  /** What the local broker remembers: topics, records. */
  kafkaData: (): string => join(projectRoot(), '.sluice', 'kafka-data'),
  kafkaLog: (): string => join(projectRoot(), '.sluice', 'kafka.log'),
  /** Files that belong to the broker's code and are not compiled: requirements, lock, compose file. */
  brokerCode: (): string => join(projectRoot(), 'src', 'broker'),
}

/** A program of `.venv`: `bin/NAME`, or `Scripts\NAME.exe` on Windows. */
export function venvProgram(name: string, venv: string = localFolders.venv()): string {
  return process.platform === 'win32' ? join(venv, 'Scripts', `${name}.exe`) : join(venv, 'bin', name)
}
