import { join } from 'node:path'
import { localFolders } from '../../src/broker/local-folders.ts'

/** Where `npm test` puts the jars that PySpark does not bring. `SPARK_JARS` names another folder. */
export function sparkJarsFolder(): string {
  return process.env.SPARK_JARS || join(localFolders.work(), 'spark-jars')
}
