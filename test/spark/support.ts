// What sluice has of Spark 4.2.0, name by name. README's section is printed from here (print-support.ts), and
// support.test.ts holds it against the names that there are on both sides.
import { FUNCTIONS } from './support-functions.ts'
import { QUERIES } from './support-queries.ts'
import { SOURCES_AND_SINKS } from './support-sources.ts'

/** Names that belong together. Lists are texts with blanks between the names. */
export interface Family {
  readonly title: string
  /**
   * PySpark's names of what gives the same; here in camel case, or as said by `pyspark=sluice`. `+name` is of sluice alone.
   */
  readonly same?: string
  /** Names of what gives something else in a place that the list of differences tells. */
  readonly different?: string
  /** PySpark's names of what has another name or way here. Not a difference of meaning. */
  readonly otherwise?: Readonly<Record<string, string>>
  /** PySpark's names of what is not there. */
  readonly absent?: string
  /** Where the absent come to light, if not as a name that does not exist; or why they are absent. */
  readonly why?: string
  /** Files of test/spark/cases that hold the family. Each name stands in a case of one of them. */
  readonly cases?: string
  /** What holds the family where Spark is not asked. */
  readonly tests?: string
}

export interface Section {
  readonly title: string
  /** The list of pyspark-names.json that this section tells whole. */
  readonly of?: string
  /** How a name stands in the Python of a case. Where there is none, what holds the section is told by the family. */
  readonly spelt?: (name: string) => RegExp
  readonly families: readonly Family[]
}

export const SECTIONS: readonly Section[] = [...QUERIES, ...FUNCTIONS, ...SOURCES_AND_SINKS]

/** Files of cases that hold several families together. */
export const ACROSS = 'facts operator-chains found-by-chance'

export const namesOf = (list = ''): readonly string[] => list.split(/\s+/).filter(name => name !== '')

/** `array_join` is arrayJoin. */
export const camelCase = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export interface Name {
  /** null for what is of sluice alone. */
  readonly pyspark: string | null
  readonly sluice: string
}

/** The names of a list that are in sluice. */
export function pairsOf(list: string | undefined): readonly Name[] {
  return namesOf(list).map(entry => {
    if (/^\+\w/.test(entry)) return { pyspark: null, sluice: entry.slice(1) }
    // Operators have the sign in their names: the last one parts.
    const end = entry.lastIndexOf('=')
    return end < 0 ? { pyspark: entry, sluice: camelCase(entry) } : { pyspark: entry.slice(0, end), sluice: entry.slice(end + 1) }
  })
}
