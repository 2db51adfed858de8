import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FromJsonOptions } from '../../../src/expressions/node.ts'
import { array, binary, double, integer, map, string, struct } from '../../../src/schema/data-type.ts'
import { projectRoot } from '../../../src/util/project-root.ts'
import { type Case, expressions } from '../case.ts'
import { isGood, whole } from '../json-expressions.ts'

/** A file of JSONTestSuite: see data/README.md. */
interface SuiteFile {
  readonly name: string
  readonly text?: string
  readonly hex?: string
  readonly repeat?: string
  readonly times?: number
}

const files: readonly SuiteFile[] = JSON.parse(
  readFileSync(join(projectRoot(), 'data', 'json-test-suite', 'parsing.json'), 'utf8'),
)

/** Every switch the other way round. */
const TURNED: FromJsonOptions = {
  allowComments: true,
  allowUnquotedFieldNames: true,
  allowSingleQuotes: false,
  allowNumericLeadingZeros: true,
  allowNonNumericNumbers: false,
  allowBackslashEscapingAnyCharacter: true,
  allowUnquotedControlChars: true,
}

/** The 318 parsing files of JSONTestSuite: Spark reads of each what sluice reads, by all these schemas. */
export const cases: readonly Case[] = [
  expressions({
    name: 'JSONTestSuite',
    schema: struct({ v: binary() }),
    rows: files.map(({ text = '', hex, repeat = '', times = 0 }) => {
      const content = hex === undefined ? Buffer.from(repeat.repeat(times) + text) : Buffer.from(hex, 'hex')
      return { v: content.toString('base64') }
    }),
    expressions: [
      whole(struct({ a: string(), b: integer() })),
      isGood(string()),
      whole(
        struct({
          asd: string(),
          min: double(),
          max: double(),
          id: integer(),
          title: string(),
          x: array(struct({ id: string() })),
        }),
      ),
      whole(array(string())),
      whole(array(integer())),
      whole(array(double())),
      whole(array(array(string()))),
      whole(array(struct({ a: string(), b: integer() }))),
      whole(map(string(), string())),
      whole(map(string(), integer())),
      whole(map(string(), array(struct({ id: string() })))),
      whole(struct({ a: string(), b: integer() }), TURNED),
      whole(array(string()), TURNED),
    ],
  }),
]
