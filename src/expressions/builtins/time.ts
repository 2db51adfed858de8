import { zoneOf } from '../../formats/time/zone.ts'
import { constantVector } from '../constant-vector.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { ADD_BUILTINS } from './time-add.ts'
import { DATE_BUILTINS } from './time-dates.ts'
import { EPOCH_BUILTINS } from './time-epoch.ts'
import { FIELD_BUILTINS } from './time-fields.ts'
import { MAKE_BUILTINS } from './time-make.ts'
import { DATE, localMoment } from './time-rows.ts'
import { TIME_TEXT_BUILTINS } from './time-text.ts'
import { TRUNC_BUILTINS } from './time-trunc.ts'
import { ZONE_BUILTINS } from './time-zones.ts'

/** The day of the batch in the session's zone: the same for all its rows, and again in a replay. */
const currentDate: Builtin = {
  name: 'current_date',
  mayFail: false,
  type(args) {
    if (args.length > 0) throw wrongArguments('current_date', 'nothing', args)
    return DATE
  },
  evaluate: (_, { numRows, context }) =>
    constantVector(DATE, localMoment(context.batchTimestampUs, zoneOf(context.timeZone)).days, numRows),
}

/** Functions over times. */
export const TIME_BUILTINS: readonly Builtin[] = [
  currentDate,
  ...FIELD_BUILTINS,
  ...DATE_BUILTINS,
  ...EPOCH_BUILTINS,
  ...TRUNC_BUILTINS,
  ...ZONE_BUILTINS,
  ...ADD_BUILTINS,
  ...MAKE_BUILTINS,
  ...TIME_TEXT_BUILTINS,
]
