import type { Stored } from '../../schema/column-builder.ts'
import { vectorOf } from '../../schema/column-builder.ts'
import { isNullAt, type ListVector, type MapVector } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { constantVector } from '../constant-vector.ts'
import { entriesOf, STRING, takeEntries } from './array-lists.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'
import { checkedMap, mapType } from './map-checked.ts'
import { REGEXP_BUILTINS } from './regexp.ts'

const split = REGEXP_BUILTINS.find(({ name }) => name === 'split')!
const STRINGS = { kind: 'array', element: STRING } as const

/** Entries of text, `a:1,b:2`; the delimiters are regular expressions. @see Spark `StringToMap` */
export const strToMap: Builtin = {
  name: 'str_to_map',
  mayFail: true,
  type(args) {
    if (args.length !== 3 || !args.every(({ kind }) => kind === 'string')) throw wrongArguments('str_to_map', 'three texts', args)
    return mapType(STRING, STRING)
  },
  evaluate([text, pairs, keys], { type, numRows, context }) {
    const call = (rows: number): Call => ({ type: STRINGS, numRows: rows, context, lambdas: [] })
    const limit = (value: number, rows: number) => constantVector({ kind: 'integer' }, value, rows)
    const lists = split.evaluate([text!, pairs!, limit(-1, numRows)], call(numRows)) as ListVector
    const isNull = (row: number) => isNullAt(lists, row) || isNullAt(keys!, row)
    const validity = Uint8Array.from({ length: numRows }, (_, row) => (isNull(row) ? 0 : 1))
    const entries = entriesOf({ ...lists, validity })
    const count = entries.rows.length
    const delimiters = takeValues(keys!, entries.rows)
    const parts = split.evaluate([takeEntries(lists.elements, entries), delimiters, limit(2, count)], call(count)) as ListVector
    const partOf = (index: number): Stored[] =>
      Array.from({ length: count }, (_, i) => {
        const place = parts.offsets[i]! + index
        return place < parts.offsets[i + 1]! ? storedAt(parts.elements, place) : null
      })
    const [keyVector, values] = [0, 1].map(index => vectorOf(STRING, partOf(index)))
    const { offsets } = entries
    return checkedMap({ type: type as MapVector['type'], length: numRows, validity, offsets, keys: keyVector!, values: values! })
  },
}
