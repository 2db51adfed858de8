import type { Stored } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt, type StructVector } from '../../schema/column-vector.ts'
import type { DataType, StructType } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** Arguments that are a name and a value in turn. */
export function namedArguments(
  name: string,
  args: readonly DataType[],
  constants: readonly (Stored | undefined)[],
): { readonly names: readonly string[]; readonly types: readonly DataType[] } {
  const names = constants.filter((_, i) => i % 2 === 0)
  const types = args.filter((_, i) => i % 2 === 1)
  if (args.length === 0 || args.length % 2 !== 0 || !names.every(given => typeof given === 'string'))
    throw wrongArguments(name, 'names and values in turn', args)
  return { names: names as string[], types }
}

/** @see Spark `CreateNamedStruct` */
const namedStruct: Builtin = {
  name: 'named_struct',
  mayFail: false,
  type(args, constants = []) {
    const { names, types } = namedArguments('named_struct', args, constants)
    return { kind: 'struct', fields: Object.fromEntries(names.map((name, i) => [name, types[i]!])) }
  },
  evaluate(args, { type, numRows }) {
    const values = args.filter((_, i) => i % 2 === 1)
    const names = numRows === 0 ? [] : args.filter((_, i) => i % 2 === 0).map(name => storedAt(name, 0) as string)
    // JavaScript lists names like `1` before all others.
    const fields = Object.keys((type as StructType).fields).map((name, i) => values[numRows === 0 ? i : names.indexOf(name)]!)
    return { layout: 'struct', type: type as StructType, length: numRows, validity: null, fields }
  },
}

/** A struct with a field replaced or added; null stays null. @see Spark `UpdateFields`, `WithField` */
const withField: Builtin = {
  name: 'with_field',
  mayFail: false,
  type(args, constants = []) {
    const [struct, , value] = args
    const name = constants[1]
    if (args.length !== 3 || struct?.kind !== 'struct' || typeof name !== 'string')
      throw wrongArguments('with_field', 'a struct, a name and a value', args)
    return { kind: 'struct', fields: { ...struct.fields, [name]: value! } }
  },
  evaluate([input, name, value], { type, numRows }) {
    const struct = input as StructVector
    if (numRows === 0) return withoutRows(type as StructType, value!, struct)
    const set = storedAt(name!, 0) as string
    const given =
      struct.validity === null
        ? value!
        : takeOrNull(
            value!,
            Int32Array.from({ length: numRows }, (_, row) => (isNullAt(struct, row) ? -1 : row)),
          )
    const before = Object.keys(struct.type.fields)
    const fields = Object.keys((type as StructType).fields).map(field =>
      field === set ? given : struct.fields[before.indexOf(field)]!,
    )
    return { ...struct, type: type as StructType, fields }
  },
}

// Without rows there is no name to read: any vector without rows stands for a field.
function withoutRows(type: StructType, value: ColumnVector, struct: StructVector): ColumnVector {
  const before = Object.keys(struct.type.fields)
  const fields = Object.keys(type.fields).map(field => struct.fields[before.indexOf(field)] ?? value)
  return { ...struct, type, fields }
}

/** A struct without some fields; names that it does not have are passed over. @see Spark `DropField` */
const dropFields: Builtin = {
  name: 'drop_fields',
  mayFail: false,
  type(args, constants = []) {
    const [struct] = args
    const names = constants.slice(1)
    if (struct?.kind !== 'struct' || !names.every(name => typeof name === 'string'))
      throw wrongArguments('drop_fields', 'a struct and names', args)
    const kept = Object.entries(struct.fields).filter(([name]) => !names.includes(name))
    if (kept.length === 0) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        '[DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS] Cannot drop all fields in struct: leave one.',
      )
    }
    return { kind: 'struct', fields: Object.fromEntries(kept) }
  },
  evaluate([input], { type }) {
    const struct = input as StructVector
    const before = Object.keys(struct.type.fields)
    const fields = Object.keys((type as StructType).fields).map(field => struct.fields[before.indexOf(field)]!)
    return { ...struct, type: type as StructType, fields }
  },
}

/** Structs made and changed. @see Spark `complexTypeCreator.scala` */
export const STRUCT_BUILTINS: readonly Builtin[] = [namedStruct, withField, dropFields]
