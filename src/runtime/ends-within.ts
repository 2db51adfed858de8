import { SluiceError } from '../util/error.ts'

/** The longest that a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * Whether something ends within a time; its error is thrown. The system's timer counts, whatever clock the query has: it
 * is the caller who waits.
 *
 * @throws INVALID_OPTION for a time that is not positive
 */
export async function endsWithin(ended: Promise<void>, timeoutMs: number): Promise<boolean> {
  if (!(timeoutMs > 0)) {
    throw new SluiceError(
      'INVALID_OPTION',
      `[VALUE_NOT_POSITIVE] Value for \`timeoutMs\` must be positive, got '${timeoutMs}'. Give milliseconds, or nothing to wait until the query ends.`,
    )
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), Math.min(timeoutMs, LONGEST_MS))
  })
  try {
    return await Promise.race([ended.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
