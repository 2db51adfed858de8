import { isNullAt } from '../../schema/column-vector.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** The last moment of a window, one microsecond before its end: what a window of windows is made of. @see Spark `WindowTime` */
const windowTime: Builtin = {
  name: 'window_time',
  mayFail: false,
  type(args) {
    const [window, ...others] = args
    const isWindow =
      window?.kind === 'struct' && window.fields.start?.kind === 'timestamp' && window.fields.end?.kind === 'timestamp'
    if (!isWindow || others.length > 0) throw wrongArguments('window_time', 'a window', args)
    return { kind: 'timestamp' }
  },
  evaluate([window], { numRows }) {
    const type = { kind: 'timestamp' } as const
    const values = new Float64Array(numRows)
    const validity = new Uint8Array(numRows).fill(1)
    const ends = window?.layout === 'struct' ? window.fields[1] : undefined
    if (window === undefined || ends?.layout !== 'int64')
      return { layout: 'int64', type, length: numRows, validity: validity.fill(0), values }
    for (let row = 0; row < numRows; row++) {
      if (isNullAt(window, row) || isNullAt(ends, row)) validity[row] = 0
      else values[row] = Number(ends.values[row]!) - 1
    }
    return { layout: 'int64', type, length: numRows, validity: validity.includes(0) ? validity : null, values }
  },
}

export const WINDOW_BUILTINS: readonly Builtin[] = [windowTime]
