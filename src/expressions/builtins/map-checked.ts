import { isNullAt, type MapVector } from '../../schema/column-vector.ts'
import { type DataType, type MapType, map } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { denseIdentitiesOf } from './array-identity.ts'
import { withoutNegativeZero } from './array-lists.ts'

/** @throws TYPE_MISMATCH for a key that holds a map */
export const mapType = (key: DataType, value: DataType): MapType => map(key, value)

/**
 * A map whose keys are there, each once; -0.0 as a key is 0.0.
 *
 * @param options.keepsZeros leaves -0.0, as Spark does where it is given all keys at once
 * @throws INVALID_OPTION for a null key, or one that stands twice. @see Spark `ArrayBasedMapBuilder`
 */
export function checkedMap(parts: Omit<MapVector, 'layout'>, { keepsZeros = false } = {}): MapVector {
  const { offsets, length, validity } = parts
  const [ids] = denseIdentitiesOf(parts.keys)
  // The row in which a key was last seen: a key of an earlier row is none of this one.
  const seenIn = new Int32Array(parts.keys.length).fill(-1)
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      if (isNullAt(parts.keys, i)) throw new SluiceError('INVALID_OPTION', '[NULL_MAP_KEY] Cannot use null as map key.')
      if (seenIn[ids![i]!] === row) {
        throw new SluiceError(
          'INVALID_OPTION',
          `[DUPLICATED_MAP_KEY] Duplicate map key ${String(storedAt(parts.keys, i))} was found, please check the input data.`,
        )
      }
      seenIn[ids![i]!] = row
    }
  }
  return { ...parts, layout: 'map', keys: keepsZeros ? parts.keys : withoutNegativeZero(parts.keys) }
}
