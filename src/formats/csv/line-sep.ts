import { SluiceError } from '../../util/error.ts'

/**
 * @param doing `read CSV`, for messages
 * @throws INVALID_OPTION unless it is one UTF-16 unit or two, in the words of Spark, which says one and takes two
 * @see Spark `CSVOptions.lineSeparator`
 */
export function checkLineSep(lineSep: string | undefined, doing: string): void {
  if (lineSep === undefined || lineSep.length === 1 || lineSep.length === 2) return
  const said = lineSep === '' ? 'cannot be an empty string' : 'can contain only 1 character'
  throw new SluiceError(
    'INVALID_OPTION',
    `Cannot ${doing} with lineSep ${JSON.stringify(lineSep)}: requirement failed: 'lineSep' ${said}. Give one character, or two.`,
    { name: 'lineSep' },
  )
}
