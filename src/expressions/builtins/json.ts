import type { Builtin } from './builtin.ts'
import { countElements, extractJson, objectKeys } from './json-extract.ts'
import { jsonPath } from './json-path.ts'
import { toJson } from './json-write.ts'
import { javaString } from './text-bytes.ts'
import { remembered, textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const

function getJsonObject(): Builtin {
  const pathOf = remembered((path: string) => jsonPath(javaString(path)))
  return textFunction('get_json_object', ['string', 'string'], STRING, (json, path) => {
    const steps = pathOf(path)
    return steps === null ? null : extractJson(javaString(json), steps)
  })
}

/** JSON in texts, and JSON from values. @see Spark `jsonExpressions.scala` */
export const JSON_BUILTINS: readonly Builtin[] = [
  getJsonObject(),
  textFunction('json_array_length', ['string'], { kind: 'integer' }, json => countElements(javaString(json))),
  textFunction('json_object_keys', ['string'], { kind: 'array', element: STRING }, json => objectKeys(javaString(json))),
  toJson,
]
