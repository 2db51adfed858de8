import type { Stored } from '../../schema/column-builder.ts'
import { STRING } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { rowFunction } from './text-rows.ts'

/** The texts of a list; nulls are left out, or replaced. @see Spark `ArrayJoin` */
export const arrayJoin: Builtin = rowFunction({
  name: 'array_join',
  mayFail: false,
  type(args) {
    const [list, ...texts] = args
    const isTexts = list?.kind === 'array' && list.element.kind === 'string'
    if (!isTexts || texts.length < 1 || texts.length > 2 || texts.some(({ kind }) => kind !== 'string'))
      throw wrongArguments('array_join', 'an array of texts, a delimiter and a replacement of nulls', args)
    return STRING
  },
  apply([list, delimiter, replacement]) {
    const texts = list as readonly Stored[]
    const there = replacement === undefined ? texts.filter(text => text !== null) : texts.map(text => text ?? replacement)
    return there.join(delimiter as string)
  },
})
