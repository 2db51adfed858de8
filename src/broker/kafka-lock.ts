import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface LockedJar {
  /** Maven's `group:artifact:version`. */
  readonly coordinate: string
  readonly fileName: string
  /** Lower-case hex. */
  readonly sha256: string
}

/** The jars that a jgo lock file names, in its order. Reads just the subset of TOML that jgo writes. */
export function readKafkaLock(path: string): LockedJar[] {
  const [, ...sections] = readFileSync(path, 'utf8').split('[[dependencies]]')
  return sections.map(section => {
    const field = (name: string): string => new RegExp(`^${name} = "([^"]*)"`, 'm').exec(section)?.[1] ?? ''
    const artifact = field('artifactId')
    const version = field('version')
    return {
      coordinate: `${field('groupId')}:${artifact}:${version}`,
      fileName: `${artifact}-${version}.jar`,
      sha256: field('sha256'),
    }
  })
}

export function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
