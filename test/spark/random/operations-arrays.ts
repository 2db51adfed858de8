import type { ArrayColumn, StringColumn } from '../../../src/expressions/column.ts'
import {
  arrayCompact,
  arrayContains,
  arrayJoin,
  arrayMax,
  arrayMin,
  arrayPosition,
  elementAt,
  get,
  size,
  slice,
  sortArray,
} from '../../../src/expressions/functions/arrays.ts'
import {
  arrayDistinct,
  arrayExcept,
  arrayIntersect,
  arrayRemove,
  arraysOverlap,
  arrayUnion,
} from '../../../src/expressions/functions/arrays-sets.ts'
import { split } from '../../../src/expressions/functions/regexp.ts'
import { concat, reverse } from '../../../src/expressions/functions/text.ts'
import type { DataType } from '../../../src/schema/data-type.ts'
import { call, type Operation } from './operation.ts'

type List = ArrayColumn<DataType>

const PLACES = { of: [-3, -1, 0, 1, 2, 5] }
const NUMBERS = { of: [0, 1, 2, -7] }

/** What lists are good for; lists of other elements than an operation wants are left to others. */
export const LISTS: readonly Operation[] = [
  call('size', (a: List) => size(a), 'array'),
  call('array_contains', (a: List, value: never) => arrayContains(a, value), 'array', NUMBERS),
  call('array_position', (a: List, value: never) => arrayPosition(a, value), 'array', NUMBERS),
  call('array_remove', (a: List, value: never) => arrayRemove(a, value), 'array', NUMBERS),
  call('array_distinct', (a: List) => arrayDistinct(a), 'array'),
  call('array_compact', (a: List) => arrayCompact(a), 'array'),
  call('array_max', (a: List) => arrayMax(a), 'array'),
  call('array_min', (a: List) => arrayMin(a), 'array'),
  call('array_union', (a: List, b: never) => arrayUnion(a, b), 'array', 'array'),
  call('array_intersect', (a: List, b: never) => arrayIntersect(a, b), 'array', 'array'),
  call('array_except', (a: List, b: never) => arrayExcept(a, b), 'array', 'array'),
  call('arrays_overlap', (a: List, b: never) => arraysOverlap(a, b), 'array', 'array'),
  call('sort_array', (a: List, isAscending: boolean) => sortArray(a, isAscending), 'array', { of: [true, false] }),
  call('element_at', (a: List, index: number) => elementAt(a, index), 'array', PLACES),
  call('get', (a: List, index: number) => get(a, index), 'array', PLACES),
  call('slice', (a: List, start: number, length: number) => slice(a, start, length), 'array', PLACES, { of: [0, 1, 2, 9] }),
  call('reverse', (a: List) => reverse(a), 'array'),
  call('concat', (a: List, b: List) => concat(a, b), 'array', 'array'),
  call('array_join', (a: never, separator: string) => arrayJoin(a, separator), 'array', { of: [',', ''] }),
  call('split', (a: StringColumn, pattern: string) => split(a, pattern), 'string', { of: [' ', ',', '', '[ab]'] }),
]
