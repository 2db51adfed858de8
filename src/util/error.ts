import { inspect } from 'node:util'
import { cutText } from './cut-text.ts'
import { terminalText } from './terminal-text.ts'

/**
 * What went wrong, as a word that programs can test. A code never changes its meaning; the message may.
 *
 * The names follow Spark's error conditions where Spark has one.
 */
export type ErrorCode =
  | 'ANALYSIS'
  | 'ARITHMETIC_OVERFLOW'
  | 'BROKER_NOT_FETCHED'
  | 'BROKER_NOT_STARTED'
  | 'CANNOT_PARSE_INTERVAL'
  | 'CAST_INVALID_INPUT'
  | 'CAST_OVERFLOW'
  | 'CHECKPOINT_DAMAGED'
  | 'CHECKPOINT_IN_USE'
  | 'CHECKPOINT_MISMATCH'
  | 'COLUMN_NOT_FOUND'
  | 'DIVIDE_BY_ZERO'
  | 'INVALID_OPTION'
  | 'JAVA_NOT_FOUND'
  | 'KAFKA_CORRUPT_BATCH'
  | 'KAFKA_DATA_LOSS'
  | 'KAFKA_NOT_KAFKA'
  | 'KAFKA_REQUEST_FAILED'
  | 'KAFKA_UNREACHABLE'
  | 'KAFKA_UNKNOWN_TOPIC'
  | 'MALFORMED_RECORD_IN_PARSING'
  | 'NO_SPACE_LEFT'
  | 'PARQUET_VALUE_UNSUPPORTED'
  | 'PERMISSION_DENIED'
  | 'QUERY_STOPPED'
  | 'SETUP_FAILED'
  | 'SINK_FAILED'
  | 'STATE_SCHEMA_NOT_COMPATIBLE'
  | 'STREAMING_OUTPUT_MODE_UNSUPPORTED'
  | 'TYPE_MISMATCH'
  | 'UNSUPPORTED_OPERATION'
  | 'USAGE'
  | 'USER_FUNCTION_FAILED'

/**
 * The one error class of this library. Its message alone is a complete explanation: what cannot be done, because
 * of which value and where (topic-partition@offset, column, file), and how to mend it. Notebook kernels print
 * little else that helps.
 *
 * @example
 * new SluiceError('COLUMN_NOT_FOUND', 'Cannot find column "amuont". Columns: amount, type.').code // 'COLUMN_NOT_FOUND'
 */
export class SluiceError extends Error {
  override readonly name = 'SluiceError'
  readonly code: ErrorCode
  /** The values in the message, for programs: topic, partition, offset, column, path … Never a secret. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/**
 * The message of anything that was thrown: libraries of this field also throw strings. What is no error is shown on one line.
 * Never throws.
 */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  try {
    if (thrown instanceof Error && typeof thrown.message === 'string') return thrown.message
    return terminalText(cutText(inspect(thrown, { breakLength: Number.POSITIVE_INFINITY, compact: true }), SHOWN_LENGTH))
  } catch {
    // Of the user's: a getter or a proxy that throws when it is looked at.
    return 'something that cannot be shown'
  }
}

/** What is longer is cut. */
const SHOWN_LENGTH = 200
