import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'

/** In memory where the system has such a place: a case writes many tiny files. */
export function temporaryRoot(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
