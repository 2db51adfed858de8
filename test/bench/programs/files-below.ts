import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Sizes of all files below a folder, by path. */
export function filesBelow(folder: string): Map<string, number> {
  const files = new Map<string, number>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(path, statSync(path, { throwIfNoEntry: false })?.size ?? 0)
  }
  return files
}

/** Bytes of files that are new, and by which others have grown. */
export function addedBytes(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let added = 0
  for (const [path, bytes] of after) added += Math.max(0, bytes - (before.get(path) ?? 0))
  return added
}
