/** The folder name of a null or empty partition value, as in Hive and Spark. */
export const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__'

// Hive's list, and NUL, which no file system takes.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are escaped in names of folders
const special = /[\u0000-\u001F\u007F"#%'*/:=?\\{[\]^]/g
const specialOnWindows = /[ <>|]/g

/**
 * A text as a part of a path: what could leave the folder or confuse a reader is percent-escaped.
 *
 * @example escapePathName('a/b=c') // 'a%2Fb%3Dc'
 * @see Spark `ExternalCatalogUtils.escapePathName`
 */
export function escapePathName(text: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  const escaped = text.replace(special, percent)
  return process.platform === 'win32' ? escaped.replace(specialOnWindows, percent) : escaped
}

/** @example unescapePathName('a%2Fb') // 'a/b' */
export function unescapePathName(name: string): string {
  return name.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The folder of a partition value: `type=deposit`. The name always holds a `=`, so it is never `.` or `..`. */
export function partitionFolder(column: string, value: string | null): string {
  return `${escapePathName(column)}=${value === null || value === '' ? DEFAULT_PARTITION : escapePathName(value)}`
}

/** Reads `type=deposit`; null for a folder that is no partition. */
export function parsePartitionFolder(name: string): { readonly column: string; readonly value: string | null } | null {
  const equals = name.indexOf('=')
  if (equals <= 0) return null
  const value = name.slice(equals + 1)
  return { column: unescapePathName(name.slice(0, equals)), value: value === DEFAULT_PARTITION ? null : unescapePathName(value) }
}
