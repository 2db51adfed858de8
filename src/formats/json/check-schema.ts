import { type DataType, fieldsOf, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'

/**
 * Refuses what JSON cannot hold: its keys are texts.
 *
 * @throws SluiceError TYPE_MISMATCH for a map whose keys are no strings, wherever it stands
 * @see Spark `ExprUtils.checkJsonSchema`
 */
export function checkJsonSchema(schema: DataType): void {
  if (!holdsOddMap(schema)) return
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE] Cannot read JSON by ${simpleString(schema)}: the schema can only contain string as a key type for a map. Read the map with string keys and cast it.`,
  )
}

function holdsOddMap(type: DataType): boolean {
  switch (type.kind) {
    case 'map':
      return type.key.kind !== 'string' || holdsOddMap(type.value)
    case 'array':
      return holdsOddMap(type.element)
    case 'struct':
      return fieldsOf(type).some(field => holdsOddMap(field.type))
    default:
      return false
  }
}
